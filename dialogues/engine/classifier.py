"""
Understanding: which intent a sentence has, by the letters, words and families of words it is made of.

TF-IDF over several views of a sentence (engine/words.py), with a linear support vector machine whose margins are
sharpened into chances. It learns from a hundred sentences an intent in seconds, is not thrown by spelling or dialect, and
costs a few milliseconds a message (docs/decisions/0003).
"""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple, Type

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
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from engine import words

RANKED = 10


def views(config: Dict[Text, Any]) -> FeatureUnion:
    """
    The untrained views of a sentence, each with its weight.
    """
    common: Dict[Text, Any] = {"sublinear_tf": True, "dtype": np.float32}
    inside = {"analyzer": "char_wb", "ngram_range": tuple(config["letters"])}
    across = {"analyzer": "char", "ngram_range": tuple(config["marked_letters"])}
    return FeatureUnion(
        [
            ("letters", TfidfVectorizer(preprocessor=words.letters, min_df=2, **inside, **common)),
            ("marked_letters", TfidfVectorizer(preprocessor=words.marked_letters, min_df=2, **across, **common)),
            ("words", TfidfVectorizer(analyzer=words.words, **common)),
            ("skips", TfidfVectorizer(analyzer=words.skips, min_df=2, **common)),
            ("families", TfidfVectorizer(analyzer=words.families, min_df=2, **common)),
            ("family_pairs", TfidfVectorizer(analyzer=words.family_pairs, min_df=2, **common)),
            ("family_neighbours", TfidfVectorizer(analyzer=words.family_neighbours, min_df=2, **common)),
            ("shape", TfidfVectorizer(analyzer=words.shape, min_df=2, **common)),
        ],
        transformer_weights=config["weights"],
    )


class View:
    """
    One trained view, read fast: what TfidfVectorizer does to many sentences, for one.
    """

    def __init__(self, trained: TfidfVectorizer, weight: float, first: int) -> None:
        self.analyze = trained.build_analyzer()
        self.places = trained.vocabulary_
        self.idf = trained.idf_.astype(np.float32)
        self.weight = weight
        self.first = first

    def of(self, reading: words.Reading) -> Tuple[np.ndarray, np.ndarray]:
        """
        The places among all features, and their values: sublinear counts times rarity, to length 1, times the view's weight.
        """
        found = Counter(place for part in self.analyze(reading) if (place := self.places.get(part)) is not None)
        places = np.fromiter(found.keys(), np.int64, len(found))
        values = (1.0 + np.log(np.fromiter(found.values(), np.float32, len(found)))) * self.idf[places]
        length = float(np.sqrt(values @ values)) or 1.0
        return places + self.first, values * np.float32(self.weight / length)


class Understanding:
    """
    What is learned: the lexicon, the views, and the weight of every feature for every intent.
    """

    def __init__(self, config: Dict[Text, Any]) -> None:
        self.config = config
        self.lexicon = words.lexicon()
        self.views = views(config)
        self.fast: List[View] = []
        self.intents: List[Text] = []
        self.weights = self.start = np.zeros(0, np.float32)

    def __getstate__(self) -> Dict[Text, Any]:
        return {**self.__dict__, "fast": []}

    def read(self, texts: List[Text]) -> List[words.Reading]:
        """
        The sentences, read.
        """
        return [words.Reading(text, self.lexicon) for text in texts]

    def fit(self, texts: List[Text], intents: List[Text]) -> "Understanding":
        """
        Learn from sentences and their intents. Of the machine only the weights are kept, in half the memory.
        """
        features = self.views.fit_transform(self.read(texts))
        machine = LinearSVC(C=self.config["C"], random_state=0).fit(features, intents)
        self.intents = [str(intent) for intent in machine.classes_]
        self.weights = np.ascontiguousarray(machine.coef_.T, dtype=np.float32)
        self.start = machine.intercept_.astype(np.float32)
        return self

    def margins(self, text: Text) -> np.ndarray:
        """
        How far a sentence is on the side of each intent.
        """
        reading = self.read([text])[0]
        found = [view.of(reading) for view in self.fast or self._open()]
        places = np.concatenate([place for place, _ in found])
        values = np.concatenate([value for _, value in found])
        return np.asarray(values @ self.weights[places] + self.start)

    def _open(self) -> List[View]:
        first = 0
        for name, trained in self.views.transformer_list:
            self.fast.append(View(trained, self.config["weights"].get(name, 1.0), first))
            first += len(trained.vocabulary_)
        return self.fast


def chances(margins: np.ndarray, sharpness: float) -> np.ndarray:
    """
    Chances (summing to 1) from margins: a softmax, sharpened so that the mean chance equals the accuracy on held-out voices.
    """
    powers = np.exp(sharpness * (margins - margins.max()))
    return np.asarray(powers / powers.sum())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LetterClassifier(GraphComponent, IntentClassifier):
    """
    The classifier as a component of Rasa's pipeline.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """
        It needs nothing but the text.
        """
        return []

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """
        n-gram ranges, weights of the views, C of the machine, and the sharpness of its chances.
        """
        return {
            "letters": [1, 5],
            "marked_letters": [2, 6],
            "weights": {
                "words": 1.3,
                "skips": 0.7,
                "families": 0.3,
                "family_pairs": 0.4,
                "family_neighbours": 0.7,
                "shape": 0.3,
            },
            "C": 0.3,
            "sharpness": 7.0,
        }

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """
        What Rasa's training cache does not see by itself: this code, and the families of words.
        """
        files = [Path(__file__), Path(words.__file__), words.WORDS]
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.storage = storage
        self.resource = resource
        self.model: Optional[Understanding] = None

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
        self.model = Understanding(self.config).fit([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
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
            likely = chances(self.model.margins(message.get(TEXT)), self.config["sharpness"])
            order = np.argsort(likely)[::-1][:RANKED]
            ranking = [{"name": self.model.intents[i], "confidence": float(likely[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
