"""Keras' side of ValueParityTest.java: activations, initializers, regularizers and constraints, by themselves and in files."""

import os

import keras
import numpy as np
import tensorflow as tf
from keras.src import activations, constraints, initializers, regularizers

KINDS = {
    "activation": activations,
    "initializer": initializers,
    "regularizer": regularizers,
    "constraint": constraints,
}


@keras.saving.register_keras_serializable(package="values")
class Holder(keras.layers.Layer):
    """A layer that does nothing but hold one value of each kind; a file of it may hold names as they were given."""

    def __init__(self, activation=None, initializer="zeros", regularizer=None, constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.given = {
            "activation": activation,
            "initializer": initializer,
            "regularizer": regularizer,
            "constraint": constraint,
        }
        self.values = {kind: module.get(self.given[kind]) for kind, module in KINDS.items()}

    def call(self, x):
        return x

    def serialized(self):
        """As Keras' own layers write it."""
        return {kind: None if v is None else KINDS[kind].serialize(v) for kind, v in self.values.items()}

    def get_config(self):
        named = {kind: given for kind, given in self.given.items() if isinstance(given, str)}
        return {**super().get_config(), **self.serialized(), **named}


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def _save(folder, name, value):
    np.save(os.path.join(folder, name), np.asarray(value))


def _differentiate(folder, number, function):
    """The value of a function of x, and the gradient of its sum, each number of it multiplied with a coefficient."""
    x = tf.constant(_load(folder, f"x{number}.npy"))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
        loss = tf.reduce_sum(y * tf.constant(_load(folder, f"c{number}.npy")))
    _save(folder, f"y{number}.npy", y)
    _save(folder, f"g{number}.npy", tape.gradient(loss, x))


def activation(folder, function, arguments, count):
    f = getattr(keras.activations, function)
    for i in range(count):
        _differentiate(folder, i, lambda x: f(x, **arguments))


def regularizer(folder, spec, count):
    penalty = keras.regularizers.deserialize(spec)
    for i in range(count):
        _differentiate(folder, i, penalty)


def constraint(folder, spec, count):
    projection = keras.constraints.deserialize(spec)
    for i in range(count):
        _save(folder, f"y{i}.npy", projection(tf.constant(_load(folder, f"x{i}.npy"))))


def draw(folder, spec, shape, seed):
    keras.utils.set_random_seed(seed)
    _save(folder, "draw.npy", keras.initializers.deserialize(spec)(shape))


def _plain(value):
    """Without what says nothing: names that Keras invents for layers, and lists instead of tuples."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in ("name", "shared_object_id")}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def round_trip(folder, file, copy, specs):
    """Opens a file of Java's, says which values are not the ones of the specifications, and saves what it read."""
    net = keras.models.load_model(os.path.join(folder, file))
    wrong = []
    for name, (kind, spec) in specs.items():
        expected = KINDS[kind].serialize(KINDS[kind].get(spec))
        found = net.get_layer(name).serialized()[kind]
        if _plain(found) != _plain(expected):
            wrong.append(f"{name}: {found} instead of {expected}")
    net.save(os.path.join(folder, copy))
    return wrong


def identifiers(folder, file):
    """A file with every name by which Keras knows a value, except for those that no layer could use."""
    unusable = {
        "activation": {"threshold"},
        "initializer": {"Initializer", "initializer", "Constant", "constant", "STFT", "stft", "STFTInitializer"},
        "regularizer": {"Regularizer", "regularizer"},
        "constraint": {"Constraint", "constraint"},
    }
    layers, specs = [keras.Input((2,))], {}
    for kind, module in KINDS.items():
        for identifier in sorted(set(module.ALL_OBJECTS_DICT) - unusable[kind]):
            name = f"{kind}_{identifier}"
            layers.append(Holder(name=name, **{kind: identifier}))
            specs[name] = (kind, identifier)
    keras.Sequential(layers).save(os.path.join(folder, file))
    return specs


def own_activations(folder, file):
    """A model whose layers have layers as activations, with weights, and what it predicts."""
    keras.utils.set_random_seed(1)
    layers = keras.layers
    net = keras.Sequential(
        [
            keras.Input((4, 6)),
            layers.Dense(5, activation=layers.LeakyReLU(0.1)),
            layers.Dense(5, activation=layers.LeakyReLU()),
            layers.Dense(5, activation=layers.ELU(alpha=0.5)),
            layers.Dense(5, activation=layers.ReLU(max_value=1, negative_slope=0.25, threshold=0.125)),
            layers.Activation(layers.Softmax(axis=1)),
            layers.Dense(4, activation="glu"),
        ]
    )
    net.save(os.path.join(folder, file))
    x = np.random.default_rng(1).normal(size=(3, 4, 6)).astype("float32")
    _save(folder, "x.npy", x)
    _save(folder, "y.npy", net.predict(x, verbose=0))


def predict(folder, file):
    net = keras.models.load_model(os.path.join(folder, file))
    _save(folder, "y.npy", net.predict(_load(folder, "x.npy"), verbose=0))
    return net.layers[0].activation.compute_dtype
