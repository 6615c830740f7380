"""
Understanding: which intent a sentence has, by the letters and words it is made of.

TF-IDF over character n-grams inside words and over words and word pairs, with a linear support vector machine whose
margins are sharpened into chances. It learns from a hundred sentences an intent in seconds, is not thrown by spelling or
dialect, and costs a few milliseconds a message (docs/decisions/0003).
"""

import re
import unicodedata
from typing import Any, Dict, List, Text, Type

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

RANKED = 10


def normalise(text: Text) -> Text:
    """
    Lower case, no accents, at most two of a letter in a row, digits as 0, one space between words.
    """
    text = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = re.sub(r"\d", "0", text)
    return re.sub(r"\s+", " ", text).strip()


def build(config: Dict[Text, Any]) -> Pipeline:
    """
    The untrained classifier for a configuration.
    """
    letters = TfidfVectorizer(
        preprocessor=normalise, analyzer="char_wb", ngram_range=tuple(config["letters"]), sublinear_tf=True, min_df=2
    )
    words = TfidfVectorizer(
        preprocessor=normalise, token_pattern=r"[^\W_]+|[?!]", ngram_range=tuple(config["words"]), sublinear_tf=True
    )
    features = FeatureUnion([("letters", letters), ("words", words)])
    return Pipeline([("features", features), ("intent", LinearSVC(C=config["C"], random_state=0))])


def chances(margins: np.ndarray, sharpness: float) -> np.ndarray:
    """
    Chances (summing to 1) from margins: a softmax, sharpened so that the mean chance equals the accuracy on held-out voices.
    """
    powers = np.exp(sharpness * (margins - margins.max()))
    return powers / powers.sum()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LetterClassifier(GraphComponent, IntentClassifier):
    """
    The classifier as a component of Rasa's pipeline.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """
        It needs nothing but the text.
        """
        return []

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """
        n-gram ranges, C of the machine, and the sharpness of its chances.
        """
        return {"letters": [1, 5], "words": [1, 2], "C": 0.7, "sharpness": 6.0}

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.storage = storage
        self.resource = resource
        self.model = None

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LetterClassifier":
        """
        A fresh one, to be trained.
        """
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """
        Learn from all examples that have text and intent.
        """
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self.model = build(self.config)
        self.model.fit([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
        with self.storage.write_to(self.resource) as folder:
            joblib.dump(self.model, folder / "letters.joblib", compress=3)
        return self.resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LetterClassifier":
        """
        The trained one, from the model.
        """
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = joblib.load(folder / "letters.joblib")
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        """
        Put intent and ranking on each message.
        """
        for message in messages:
            if not message.get(TEXT) or self.model is None:
                continue
            likely = chances(self.model.decision_function([message.get(TEXT)])[0], self.config["sharpness"])
            order = np.argsort(likely)[::-1][:RANKED]
            ranking = [{"name": str(self.model.classes_[i]), "confidence": float(likely[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
