"""Keras' side of what is done to models in hand: mixed precision, freezing, parts of models, folding, dropout."""

import os

import keras
import numpy as np


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def _save(folder, name, value):
    np.save(os.path.join(folder, name), np.asarray(keras.ops.cast(value, "float32")))


def train(folder, model, batch):
    """Predictions before and after a pass over the data in order, the loss of every step, and what each layer computes in."""
    net = keras.models.load_model(os.path.join(folder, model))
    net.save(os.path.join(folder, "back.keras"))
    x, y = _load(folder, "x.npy"), _load(folder, "y.npy")
    _save(folder, "before.npy", net(x, training=False))
    losses = []
    for i in range(0, len(x), batch):
        losses.append(float(net.train_on_batch(x[i : i + batch], y[i : i + batch], return_dict=True)["loss"]))
        net.reset_metrics()
    _save(folder, "after.npy", net(x, training=False))
    for i, v in enumerate(net.weights):
        np.save(os.path.join(folder, f"weight{i}.npy"), v.numpy())
    return {
        "losses": losses,
        "policies": [layer.dtype_policy.name for layer in net.layers],
        "compute": [layer.compute_dtype for layer in net.layers],
        "trainable": [layer.trainable for layer in net.layers],
        "weights": [v.path for v in net.weights],
        "optimizer": type(net.optimizer).__name__,
    }


def outputs(folder, model, layers):
    """What comes out of some layers."""
    net = keras.models.load_model(os.path.join(folder, model))
    part = keras.Model(net.inputs, [net.get_layer(name).output for name in layers])
    for i, y in enumerate(part(_load(folder, "x.npy"), training=False)):
        _save(folder, f"output{i}.npy", y)
    return {"parameters": part.count_params()}


def shared(folder, model, keep, frozen, rate):
    """Trains the first layers of a model under another head, and tells what that makes of the model."""
    net = keras.models.load_model(os.path.join(folder, model))
    units = _load(folder, "kernel.npy").shape[1]
    other = keras.Sequential(net.layers[:keep] + [keras.layers.Dense(units, name="head")])
    other.build(net.input_shape)
    other.layers[-1].set_weights([_load(folder, "kernel.npy"), _load(folder, "bias.npy")])
    for place in frozen:
        other.layers[place].trainable = False
    other.compile(keras.optimizers.SGD(rate), loss="mse")
    x, y = _load(folder, "x.npy"), _load(folder, "y.npy")
    other.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    _save(folder, "other.npy", other(x, training=False))
    _save(folder, "net.npy", net(x, training=False))
    return {}


def predict(folder, model):
    """Predictions, and the classes of the layers."""
    net = keras.models.load_model(os.path.join(folder, model))
    _save(folder, "predictions.npy", net(_load(folder, "x.npy"), training=False))
    return {"layers": [type(layer).__name__ for layer in net.layers]}


def passes(folder, model, count):
    """Mean and standard deviation of passes with dropout on."""
    net = keras.models.load_model(os.path.join(folder, model))
    x = keras.ops.convert_to_tensor(_load(folder, "x.npy"))
    samples = np.stack([net(x, training=True).numpy() for _ in range(count)])
    _save(folder, "mean.npy", samples.mean(axis=0))
    _save(folder, "deviation.npy", samples.std(axis=0))
    return {}
