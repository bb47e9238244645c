"""Keras' side of the parity tests: runs a model that Java wrote, on batches that Java wrote."""

import os

import cornu_layers  # noqa: F401 registers layers
import keras
import numpy as np
import tensorflow as tf
from keras.src.saving import saving_lib
from keras.src.utils.naming import to_snake_case


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def _variables(model):
    """Variables by the paths that Java uses: layer/variable, or layer/inner/variable with Keras' name of the attribute."""
    found = {}
    paths = {}

    def walk(layer, path, seen):
        if id(layer) in seen:
            return
        seen.add(id(layer))
        for v in layer._trainable_variables + layer._non_trainable_variables:
            # A wrapper may count a variable of the layer within it among its own.
            found.pop(paths.get(id(v)), None)
            paths[id(v)] = f"{path}/{v.name}"
            found[f"{path}/{v.name}"] = v
        for name, child in saving_lib._walk_saveable(layer):
            if isinstance(child, keras.layers.Layer):
                walk(child, f"{path}/{name}", seen)
            elif isinstance(child, (list, tuple)):
                used = {}
                for element in child:
                    if isinstance(element, keras.layers.Layer):
                        kind = to_snake_case(type(element).__name__)
                        used[kind] = used.get(kind, -1) + 1
                        suffix = f"_{used[kind]}" if used[kind] else ""
                        walk(element, f"{path}/{name}/{kind}{suffix}", seen)

    for layer in model.layers:
        walk(layer, layer.name, set())
    return found


def layer_case(folder, model, inputs):
    """Outputs in both modes, gradients of sum(target * output) / batch, and statistics after one training pass."""
    # Operations get the names that Keras gives in a new process.
    keras.backend.clear_session()
    net = keras.models.load_model(os.path.join(folder, model))
    net.save(os.path.join(folder, "back.keras"))
    x = [_load(folder, f"x{i}.npy") for i in range(inputs)]
    target = _load(folder, "target.npy")
    x = x[0] if inputs == 1 else x
    np.save(os.path.join(folder, "inference.npy"), net(x, training=False).numpy())
    with tf.GradientTape() as tape:
        y = net(x, training=True)
        loss = tf.reduce_sum(target * y) / target.shape[0]
        loss += tf.add_n(net.losses) if net.losses else 0.0
    gradients = tape.gradient(loss, net.trainable_variables)
    # None where nothing of a variable reaches the loss.
    gradients = [tf.zeros_like(v) if g is None else g for v, g in zip(net.trainable_variables, gradients)]
    by_id = {id(v): g for v, g in zip(net.trainable_variables, gradients)}
    trainable, statistics = {}, {}
    for path, v in _variables(net).items():
        if id(v) in by_id:
            trainable[path] = np.asarray(tf.convert_to_tensor(by_id[id(v)]))
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


def attention_calls(folder):
    """Attention layers called in all ways that Python has, with what comes out; and calls that Java does not have."""
    layers = keras.layers

    def model(name, call):
        q, v, k = [keras.Input(shape, name=n) for n, shape in (("q", (4, 3)), ("v", (5, 3)), ("k", (5, 3)))]
        net = keras.Model([q, v, k], layers.Add()(call(q, v, k)))
        net.save(os.path.join(folder, name + ".keras"))
        np.save(os.path.join(folder, name + ".npy"), net([_load(folder, f"x{i}.npy") for i in range(3)]).numpy())

    def heads():
        return layers.MultiHeadAttention(2, 3)

    model("position", lambda q, v, k: [heads()(q, v, k), q])
    model("names", lambda q, v, k: [heads()(key=k, query=q, value=v), q])
    model("mixed", lambda q, v, k: [heads()(q, key=k, value=v, use_causal_mask=True, training=False), q])
    model("false", lambda q, v, k: [heads()(q, v, key=k, use_causal_mask=False, return_attention_scores=False), q])
    model("list", lambda q, v, k: [layers.Attention()([q, v, k], use_causal_mask=True), q])
    model("inputs", lambda q, v, k: [layers.Attention()(inputs=[q, v, k], use_causal_mask=True), q])
    model("scores", lambda q, v, k: [heads()(q, v, k, return_attention_scores=True)[0], q])
    model("mask", lambda q, v, k: [heads()(q, v, k, attention_mask=np.ones((1, 4, 5), "bool")), q])
    shared = heads()
    model("differ", lambda q, v, k: [shared(q, v, k), shared(q, k, v, use_causal_mask=True)])
    return {}
