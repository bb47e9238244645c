"""Keras' side of the parity tests: runs a model that Java wrote, on batches that Java wrote."""

import os

import keras
import numpy as np
import tensorflow as tf


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def _variables(model):
    """Variables by the paths that Java uses: layer/variable."""
    return {f"{layer.name}/{v.name}": v for layer in model.layers for v in layer.weights}


def layer_case(folder, model):
    """Outputs in both modes, gradients of sum(target * output) / batch, and statistics after one training pass."""
    net = keras.models.load_model(os.path.join(folder, model))
    x, target = _load(folder, "x.npy"), _load(folder, "target.npy")
    np.save(os.path.join(folder, "inference.npy"), net(x, training=False).numpy())
    with tf.GradientTape() as tape:
        y = net(x, training=True)
        loss = tf.reduce_sum(target * y) / x.shape[0]
    np.save(os.path.join(folder, "training.npy"), y.numpy())
    gradients = tape.gradient(loss, net.trainable_variables)
    by_id = {id(v): g for v, g in zip(net.trainable_variables, gradients)}
    trainable, statistics = {}, {}
    for path, v in _variables(net).items():
        if id(v) in by_id:
            trainable[path] = by_id[id(v)].numpy()
        else:
            statistics[path] = v.numpy()
    np.savez(os.path.join(folder, "gradients.npz"), **{k.replace("/", "."): v for k, v in trainable.items()})
    np.savez(os.path.join(folder, "statistics.npz"), **{k.replace("/", "."): v for k, v in statistics.items()})
    return {"loss": float(loss), "trainable": sorted(trainable), "statistics": sorted(statistics)}


def train(folder, model, steps, batch, floatx, snapshots):
    """The loss of every step, batches in order; the whole state, optimizer included, every so many steps."""
    before = keras.config.floatx()
    keras.config.set_floatx(floatx)
    keras.config.set_dtype_policy(floatx)
    try:
        net = keras.models.load_model(os.path.join(folder, model))
        x, y = _load(folder, "x.npy").astype(floatx), _load(folder, "y.npy")
        losses = []
        for i in range(steps):
            if snapshots and i % snapshots == 0:
                net.save(os.path.join(folder, f"step_{i}.keras"))
            rows = slice(i * batch, (i + 1) * batch)
            losses.append(float(net.train_on_batch(x[rows], y[rows], return_dict=True)["loss"]))
            net.reset_metrics()
        return {"losses": losses, "dtype": net.weights[0].dtype}
    finally:
        keras.config.set_floatx(before)
        keras.config.set_dtype_policy(before)


def fit(folder, model, epochs, batch):
    """Keras' own history, without shuffling, with the last tenth for validation."""
    net = keras.models.load_model(os.path.join(folder, model))
    history = net.fit(
        _load(folder, "x.npy"),
        _load(folder, "y.npy"),
        epochs=epochs,
        batch_size=batch,
        shuffle=False,
        validation_split=0.1,
        verbose=0,
    )
    return {k: [float(v) for v in values] for k, values in history.history.items()}
