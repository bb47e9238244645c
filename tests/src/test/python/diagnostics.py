"""Keras' side of the diagnostics: gradients and activations of a model that Java wrote, on one batch."""

import os

import keras
import numpy as np
import tensorflow as tf


def statistics(folder, model):
    """By the path of the weight: mean of the absolute gradient, its norm, the weight's norm. By layer: mean, deviation."""
    keras.backend.clear_session()
    net = keras.models.load_model(os.path.join(folder, model))
    x, y = np.load(os.path.join(folder, "x.npy")), np.load(os.path.join(folder, "y.npy"))
    every = keras.Model(net.inputs, [layer.output for layer in net.layers] + [net.outputs[0]])
    with tf.GradientTape() as tape:
        outputs = every(x, training=True)
        loss = net.compute_loss(x, y, outputs[-1])
    gradients = tape.gradient(loss, net.trainable_variables)
    weights = {}
    for v, g in zip(net.trainable_variables, gradients):
        g = np.asarray(tf.convert_to_tensor(g), "float64")
        path = "/".join(v.path.split("/")[-2:])
        weights[path] = [np.abs(g).mean(), np.sqrt((g**2).sum()), np.sqrt((v.numpy().astype("float64") ** 2).sum())]
    layers = {}
    for layer, output in zip(net.layers, outputs):
        a = np.asarray(output, "float64")
        dead = float((np.abs(a).reshape(-1, a.shape[-1]).max(0) == 0).mean())
        bounded = getattr(getattr(layer, "activation", None), "__name__", "") == "tanh"
        saturated = float((np.abs(a) >= 0.98).mean()) if bounded else None
        layers[layer.name] = [float(a.mean()), float(a.std()), dead, saturated]
    return {"loss": float(loss), "weights": weights, "layers": layers}
