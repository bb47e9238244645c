"""Python's side of SavedModelFamiliesTest: many small SavedModels, each used in every way at once."""

import os

import numpy as np
import tensorflow as tf


def difference(a, b):
    a, b = np.asarray(a, "float64"), np.asarray(b, "float64")
    if a.shape != b.shape:
        return float("inf")
    return float(np.abs(a - b).max() / max(1, np.abs(b).max())) if a.size else 0.0


def families(folder, cases):
    return {name: case(folder, name, inputs) for name, inputs in cases.items()}


def case(folder, name, inputs):
    try:
        return checked(folder, name, inputs)
    except Exception as error:  # every kind is to be told
        return {"difference": 1e9, "missing": -1, "training": "failed", "error": f"{type(error).__name__}: {error}"[:600]}


def first(result):
    return result[0] if isinstance(result, list) else result


def checked(folder, name, inputs):
    xs = [np.load(folder / f"{name}_x{i}.npy") for i in range(inputs)]
    y = np.load(folder / f"{name}_y.npy")
    model = tf.saved_model.load(str(folder / name))
    serve = model.signatures["serving_default"]
    (specs,), _ = model.serve.concrete_functions[0].structured_input_signature
    specs = specs if isinstance(specs, list) else [specs]
    xs = [tf.cast(x, spec.dtype) for x, spec in zip(xs, specs)]
    argument = xs if len(xs) > 1 else xs[0]
    named = {spec.name: x for spec, x in zip(specs, xs)}
    with tf.GradientTape() as tape:
        called = first(model(argument))
        value = tf.reduce_sum(called * called)
    gradients = tape.gradient(value, model.trainable_variables)
    differences = [
        difference(called, y),
        difference(first(model.serve(argument)), y),
        min(difference(output, y) for output in serve(**named).values()),
    ]
    result = {"difference": max(differences), "missing": sum(g is None for g in gradients)}
    result["training"] = train(model, argument)
    if os.environ.get("SWEEP"):
        result["lite"] = lite(folder / name, named, y)
    return result


def train(model, argument):
    try:
        with tf.GradientTape() as tape:
            value = tf.reduce_sum(first(model(argument, training=True)))
        tape.gradient(value, model.trainable_variables)
        return "done"
    except Exception as error:
        return f"failed: {type(error).__name__}: {error}"[:400]


def lite(directory, named, y):
    """The largest difference of what TFLite makes of it, or why it makes nothing of it."""
    try:
        content = tf.lite.TFLiteConverter.from_saved_model(str(directory)).convert()
    except Exception as error:
        lines = [line for line in str(error).splitlines() if "Error code" in line or "error:" in line or "tf." in line]
        return "convert: " + " | ".join(lines[:3])[:300]
    try:
        interpreter = tf.lite.Interpreter(model_content=content)
        runner = interpreter.get_signature_runner("serving_default")
        return min(difference(output, y) for output in runner(**named).values())
    except Exception as error:
        return "run: " + str(error)[:300]
