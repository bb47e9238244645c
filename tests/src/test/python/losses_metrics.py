"""Keras' side of the parity of losses and metrics: values, gradients and streaming results for arrays that Java wrote."""

import os

import keras
import numpy as np
import tensorflow as tf
from keras.src import backend

REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight"]


def _load(folder, name):
    return np.load(os.path.join(folder, name))


def loss_case(folder, name, config):
    """Values, and for each reduction, with and without weights and mask, the loss and its gradient."""
    loss_class = getattr(keras.losses, name)
    target, prediction = _load(folder, "target.npy"), _load(folder, "prediction.npy")
    weights, mask = _load(folder, "weights.npy"), _load(folder, "mask.npy") > 0
    values = loss_class(reduction=None, **config)(tf.constant(target), tf.constant(prediction))
    results = {"values": values.numpy()}
    for reduction in REDUCTIONS:
        for variant in ["plain", "weights", "mask", "both"]:
            if len(values.shape) == 0 and variant in ("mask", "both"):
                continue
            loss = loss_class(reduction=reduction, **config)
            p = tf.constant(prediction)
            if variant in ("mask", "both"):
                backend.set_keras_mask(p, tf.constant(mask))
            with tf.GradientTape() as tape:
                tape.watch(p)
                value = loss(
                    tf.constant(target), p, tf.constant(weights) if variant in ("weights", "both") else None
                )
            results[f"{reduction}.{variant}"] = value.numpy()
            results[f"{reduction}.{variant}.gradient"] = tape.gradient(value, p).numpy()
    np.savez(os.path.join(folder, "loss.npz"), **results)
    return {"name": loss_class(**config).name, "keys": sorted(results)}


def metric_case(folder, name, config, batch):
    """The result after each batch, without and with weights."""
    metric_class = getattr(keras.metrics, name)
    target, prediction, weights = (_load(folder, f"{n}.npy") for n in ("target", "prediction", "weights"))
    results = {}
    for variant in ["plain", "weights"]:
        metric = metric_class(**config)
        try:
            for i in range(0, len(target), batch):
                rows = slice(i, i + batch)
                metric.update_state(
                    tf.constant(target[rows]),
                    tf.constant(prediction[rows]),
                    sample_weight=tf.constant(weights[rows]) if variant == "weights" else None,
                )
            results[variant] = np.asarray(metric.result(), dtype="float64")
        except (ValueError, tf.errors.InvalidArgumentError):
            # Keras takes no weights of examples for this shape.
            results.pop(variant, None)
    keras.utils.clear_session()
    np.savez(os.path.join(folder, "metric.npz"), **results)
    return {"name": metric_class(**config).name, "keys": sorted(results)}


def compiled(folder, model, copy):
    """Reads a compiled model and writes it again."""
    net = keras.models.load_model(os.path.join(folder, model))
    net.save(os.path.join(folder, copy))


def named(folder, model):
    """Saves a model that was compiled with names instead of objects."""
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    net.compile(
        optimizer="sgd",
        loss="bce",
        metrics=["acc", "accuracy", "mse", "MAE", "msle", "AUC", "auc", "R2Score", "binary_crossentropy", "hinge",
                 "Precision", "recall", "true_positives", "binary_io_u", "log_cosh_error", "poisson",
                 "mean_squared_error", "mse", keras.losses.mean_absolute_error, keras.metrics.Recall(name="found")],
    )
    net.save(os.path.join(folder, model))


def _arguments(folder, model, outputs):
    net = keras.models.load_model(os.path.join(folder, model))
    x, y, w = (_load(folder, f"{n}.npy") for n in ("x", "y", "w"))
    return net, x, [y] * outputs if outputs > 1 else y, [w] * outputs if outputs > 1 else w


def evaluate(folder, model, batch, weighted, outputs):
    """Keras' own evaluation of a compiled model."""
    net, x, y, w = _arguments(folder, model, outputs)
    values = net.evaluate(x, y, sample_weight=w if weighted else None, batch_size=batch, verbose=0, return_dict=True)
    return {k: float(v) for k, v in values.items()}


def fit(folder, model, batch, weighted, outputs):
    """The weights after one epoch of a compiled model, and its history."""
    net, x, y, w = _arguments(folder, model, outputs)
    history = net.fit(x, y, sample_weight=w if weighted else None, batch_size=batch, shuffle=False, verbose=0)
    np.savez(os.path.join(folder, "weights.npz"), **{f"{l.name}.{v.name}": v.numpy() for l in net.layers for v in l.weights})
    return {k: [float(v) for v in values] for k, values in history.history.items()}
