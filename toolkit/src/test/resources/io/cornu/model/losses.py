"""Writes losses.csv and evaluations.csv: Keras 3.15.1's losses and metrics on given numbers, in float64, for
LossTest.java and EvaluationTest.java.

Run in this folder:  python losses.py
"""

import csv
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers as L
from keras import losses as K

keras.config.set_floatx("float64")


def numbers(shape, salt, scale=1.0):
    return scale * np.sin(0.7 * np.arange(int(np.prod(shape))) + salt).reshape(shape)


def logits(shape):
    return numbers(shape, 0.4, 3.0)


def probabilities(shape):
    e = np.exp(logits(shape))
    return e / e.sum(-1, keepdims=True)


def yes(shape):
    return 1 / (1 + np.exp(-logits(shape)))


def classes(shape, count):
    return (7 * np.arange(int(np.prod(shape))) % count).reshape(shape).astype("float64")


def one_hot(shape):
    return np.eye(shape[-1])[classes(shape[:-1], shape[-1]).astype(int)]


def bits(shape):
    return classes(shape, 5) % 2


N, C = 10, 4
SPARSE, CATEGORICAL, BINARY, MSE = (
    K.SparseCategoricalCrossentropy,
    K.CategoricalCrossentropy,
    K.BinaryCrossentropy,
    K.MeanSquaredError,
)
# name: (loss, targets, predictions)
CASES = {
    "sparse": (SPARSE(reduction=None), classes((N,), C), probabilities((N, C))),
    "sparse_column": (SPARSE(reduction=None), classes((N, 1), C), probabilities((N, C))),
    "sparse_logits": (SPARSE(from_logits=True, reduction=None), classes((N,), C), logits((N, C))),
    "sparse_rank_3": (SPARSE(reduction=None), classes((N, 3), C), probabilities((N, 3, C))),
    "sparse_logits_rank_3": (SPARSE(from_logits=True, reduction=None), classes((N, 3, 1), C), logits((N, 3, C))),
    "categorical": (CATEGORICAL(reduction=None), one_hot((N, C)), probabilities((N, C))),
    "categorical_unnormalized": (CATEGORICAL(reduction=None), one_hot((N, C)), 0.5 * probabilities((N, C)) + 0.1),
    "categorical_smooth": (CATEGORICAL(label_smoothing=0.2, reduction=None), one_hot((N, C)), probabilities((N, C))),
    "categorical_logits": (CATEGORICAL(from_logits=True, reduction=None), one_hot((N, C)), logits((N, C))),
    "categorical_logits_smooth_rank_3": (
        CATEGORICAL(from_logits=True, label_smoothing=0.1, reduction=None),
        one_hot((N, 3, C)),
        logits((N, 3, C)),
    ),
    "categorical_soft_targets": (CATEGORICAL(reduction=None), probabilities((N, C))[::-1].copy(), probabilities((N, C))),
    "binary": (BINARY(reduction=None), bits((N, 3)), yes((N, 3))),
    "binary_one": (BINARY(reduction=None), bits((N, 1)), yes((N, 1))),
    "binary_smooth": (BINARY(label_smoothing=0.3, reduction=None), bits((N, 3)), yes((N, 3))),
    "binary_logits": (BINARY(from_logits=True, reduction=None), bits((N, 3)), logits((N, 3))),
    "binary_logits_smooth": (BINARY(from_logits=True, label_smoothing=0.1, reduction=None), bits((N, 3)), logits((N, 3))),
    "binary_rank_3": (BINARY(reduction=None), bits((N, 2, 3)), yes((N, 2, 3))),
    "mse": (MSE(reduction=None), numbers((N, 3), 2.0), logits((N, 3))),
    "mse_rank_3": (MSE(reduction=None), numbers((N, 2, 3), 2.0), logits((N, 2, 3))),
    # Where probabilities are cut off.
    "sparse_sure": (SPARSE(reduction=None), np.array([0.0, 1.0]), np.array([[1.0, 0.0], [1.0, 0.0]])),
    "categorical_sure": (CATEGORICAL(reduction=None), np.eye(2), np.array([[1.0, 0.0], [1.0, 0.0]])),
    "binary_sure": (BINARY(reduction=None), np.array([[0.0], [1.0]]), np.array([[1.0], [1.0]])),
    "binary_logits_far": (BINARY(from_logits=True, reduction=None), np.array([[0.0], [1.0]]), np.array([[800.0], [800.0]])),
}


def text(array):
    return " ".join(f"{v:.12g}" for v in np.asarray(array).ravel())


def shape(array):
    return " ".join(map(str, np.shape(array)))


with open("losses.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["case", "target_shape", "targets", "shape", "predictions", "values"])
    for name, (loss, target, prediction) in CASES.items():
        row = [name, shape(target), text(target), shape(prediction), text(prediction)]
        writer.writerow(row + [text(loss(target, prediction))])

WEIGHTS = np.abs(numbers((N,), 0.9, 2.0))
# name: (loss, targets, predictions, weights)
EVALUATIONS = {
    "sparse": (SPARSE(), classes((N,), C), probabilities((N, C)), None),
    "sparse_column": (SPARSE(), classes((N, 1), C), probabilities((N, C)), None),
    "sparse_weighted": (SPARSE(), classes((N,), C), probabilities((N, C)), WEIGHTS),
    "sparse_logits_rank_3": (SPARSE(from_logits=True), classes((N, 3), C), logits((N, 3, C)), None),
    "categorical": (CATEGORICAL(), one_hot((N, C)), probabilities((N, C)), None),
    "categorical_weighted": (CATEGORICAL(label_smoothing=0.1), one_hot((N, C)), probabilities((N, C)), WEIGHTS),
    "binary_one": (BINARY(), bits((N, 1)), yes((N, 1)), None),
    "binary_one_flat": (BINARY(), bits((N,)), yes((N, 1)), None),
    "binary_one_weighted": (BINARY(), bits((N,)), yes((N, 1)), WEIGHTS),
    "binary_several": (BINARY(), bits((N, 3)), yes((N, 3)), None),
    "mse_flat": (MSE(), numbers((N,), 2.0), logits((N, 1)), None),
    "mse_weighted": (MSE(), numbers((N, 3), 2.0), logits((N, 3)), WEIGHTS),
    "mse_no_weight_at_all": (MSE(), numbers((N, 3), 2.0), logits((N, 3)), np.zeros(N)),
}

with open("evaluations.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow("case target_shape targets shape predictions weights metric value".split())
    for name, (loss, target, prediction, weights) in EVALUATIONS.items():
        keras.backend.clear_session()
        model = keras.Sequential([keras.Input(prediction.shape[1:]), L.Activation("linear")])
        model.compile("sgd", loss, metrics=["accuracy"], weighted_metrics=["accuracy"])
        # Ten examples in batches of four: the last one is short.
        result = model.evaluate(prediction, target, sample_weight=weights, batch_size=4, return_dict=True, verbose=0)
        row = [name, shape(target), text(target), shape(prediction), text(prediction)]
        row.append("" if weights is None else text(weights))
        for metric, value in result.items():
            writer.writerow(row + [metric, f"{value:.12g}"])
