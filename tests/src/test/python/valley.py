"""Keras' side of the descents: its own optimizers on functions of two numbers."""

import keras
import numpy as np
import tensorflow as tf

FUNCTIONS = {
    "valley": lambda x, y: 20 * x**2 + y**2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "saddle": lambda x, y: x**2 - y**2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
}


def _descend(case):
    options = dict(case["options"])
    if "schedule" in options:
        options["learning_rate"] = keras.optimizers.schedules.deserialize(options.pop("schedule"))
    optimizer = getattr(keras.optimizers, case["optimizer"])(**options)
    # TensorFlow makes float32 of Python's numbers before Keras casts them to the weight's float64; NumPy's stay double.
    for name, value in list(vars(optimizer).items()):
        if isinstance(value, float):
            setattr(optimizer, name, np.float64(value))
    place = keras.Variable(np.array(case["start"], "float64"), dtype="float64", name="position")
    optimizer.build([place])
    points, costs = [], []
    for step in range(case["steps"] + 1):
        with tf.GradientTape() as tape:
            cost = FUNCTIONS[case["function"]](place.value[0], place.value[1])
        points.append(place.numpy().tolist())
        costs.append(float(cost))
        optimizer.apply([tape.gradient(cost, place.value)], [place])
    return {"points": points, "costs": costs}


def paths(folder, cases):
    """Every place of every walk."""
    return [_descend(case) for case in cases]
