"""
Training as a person at a terminal sees it: what is going on, and what went wrong.
"""

from pathlib import Path

from bot import supervisor
from bot.settings import Settings
from bot.terminal import err
from store.errors import TrainingFailed


async def trained(settings: Settings) -> Path:
    """
    The engine's model, trained when its sources changed. Raises TrainingFailed.
    """
    if supervisor.model_path(settings.models).exists():
        supervisor.python()
        return supervisor.model_path(settings.models)
    last: list[str] = []
    with err.status("Model trainen, een minuut of twee…") as status:

        def tell(line: str) -> None:
            last.append(line)
            if "Starting to train component" in line:
                status.update(f"Model trainen: {line.rpartition(' component ')[2]}")

        try:
            return await supervisor.train(settings.models, tell)
        except TrainingFailed:
            err.print("\n".join(last[-25:]))
            raise


def safety_net() -> None:
    """
    Load the safety net, so that a first training is seen as one.
    """
    from bot.safety.net import SafetyNet

    with err.status("Vangnet laden, de eerste keer een minuut of twee…"):
        SafetyNet.load()
