"""What Keras offers, asked of Keras itself."""

import inspect

import keras

MODULES = {
    "layers": keras.layers,
    "optimizers": keras.optimizers,
    "optimizers.schedules": keras.optimizers.schedules,
    "losses": keras.losses,
    "metrics": keras.metrics,
    "activations": keras.activations,
    "initializers": keras.initializers,
    "regularizers": keras.regularizers,
    "constraints": keras.constraints,
    "callbacks": keras.callbacks,
}
# Every class takes these from its base.
SHARED = {"self", "name", "dtype", "trainable", "kwargs", "args", "cls"}


def _options(value):
    try:
        parameters = inspect.signature(value.__init__).parameters.values()
    except (TypeError, ValueError):
        return []
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return [name for name in named if name not in SHARED]


def names(folder):
    """By module, its public names; those that mean the same object are one entry under the object's own name."""
    result = {}
    for module, value in MODULES.items():
        entries = {}
        for name in dir(value):
            member = getattr(value, name)
            if name.startswith("_") or inspect.ismodule(member):
                continue
            entry = entries.setdefault(
                id(member), {"names": [], "class": inspect.isclass(member), "own": getattr(member, "__name__", name)}
            )
            entry["names"].append(name)
            entry["options"] = _options(member) if entry["class"] else []
        result[module] = sorted(entries.values(), key=lambda entry: entry["own"].lower())
    return {"version": keras.__version__, "modules": result}
