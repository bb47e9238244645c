"""Writes layers.csv: what Keras 3.15.1's layers make of given numbers, in float64, for LayerContractTest.java.

Inputs and weights follow a formula that both sides know, see numbers(). Rows of BatchNormalization's moving averages
are those after one training call.

Run in this folder:  python layers.py
"""

import csv
import itertools
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers as L

keras.config.set_floatx("float64")


def numbers(shape, salt):
    count = int(np.prod(shape))
    return np.sin(0.7 * np.arange(count) + salt).reshape(shape)


CASES = {}


def case(name, layer, *shapes):
    assert name not in CASES
    CASES[name] = (layer, shapes)


def text(pair):
    return "x".join(map(str, pair))


for padding, kernel, groups in itertools.product(["valid", "same"], [(3, 3), (2, 3)], [1, 2]):
    for strides, dilation in [((1, 1), (1, 1)), ((2, 2), (1, 1)), ((2, 1), (1, 1)), ((1, 1), (2, 2)), ((1, 1), (1, 2))]:
        case(
            f"conv_{padding}_k{text(kernel)}_s{text(strides)}_d{text(dilation)}_g{groups}",
            L.Conv2D(4, kernel, strides=strides, padding=padding, dilation_rate=dilation, groups=groups),
            (6, 5, 4),
        )
case("conv_no_bias_relu", L.Conv2D(3, 2, use_bias=False, activation="relu"), (4, 4, 2))
case("conv_1x1", L.Conv2D(5, 1), (3, 3, 2))

for padding, pool, strides in itertools.product(["valid", "same"], [(2, 2), (3, 2)], [(2, 2), (1, 1), (2, 3)]):
    ending = f"{padding}_p{text(pool)}_s{text(strides)}"
    case("max_" + ending, L.MaxPooling2D(pool, strides=strides, padding=padding), (5, 6, 2))
    case("average_" + ending, L.AveragePooling2D(pool, strides=strides, padding=padding), (5, 6, 2))
case("max_default", L.MaxPooling2D(), (5, 6, 2))
case("global_average", L.GlobalAveragePooling2D(), (3, 4, 2))
case("global_average_kept", L.GlobalAveragePooling2D(keepdims=True), (3, 4, 2))

case("dense", L.Dense(3), (4,))
case("dense_no_bias", L.Dense(3, use_bias=False), (4,))
case("dense_rank_3", L.Dense(3, activation="softmax"), (5, 4))
case("dense_rank_4", L.Dense(2), (2, 3, 4))

for activation in (
    "linear relu relu6 leaky_relu elu celu selu gelu glu sigmoid hard_sigmoid sparse_sigmoid log_sigmoid silu hard_silu "
    "mish tanh hard_tanh tanh_shrink hard_shrink soft_shrink softplus sparse_plus squareplus softsign exponential softmax "
    "log_softmax sparsemax"
).split():
    # A gated linear unit halves an even size.
    case("activation_" + activation, L.Activation(activation), (8 if activation == "glu" else 7,))
case("activation_softmax_rank_3", L.Activation("softmax"), (3, 4))
case("activation_log_softmax_rank_4", L.Activation("log_softmax"), (2, 3, 4))

case("relu", L.ReLU(), (9,))
case("relu_6", L.ReLU(max_value=6), (9,))
case("relu_low_ceiling", L.ReLU(max_value=0.5), (9,))
case("relu_slope", L.ReLU(negative_slope=0.2), (9,))
case("relu_threshold", L.ReLU(threshold=0.4), (9,))
case("relu_all", L.ReLU(max_value=0.8, negative_slope=0.1, threshold=0.3), (9,))
case("leaky_relu", L.LeakyReLU(), (9,))
case("leaky_relu_slope", L.LeakyReLU(negative_slope=0.01), (9,))

case("flatten", L.Flatten(), (2, 3, 2))
case("flatten_nothing", L.Flatten(), ())
case("reshape", L.Reshape((3, 4)), (2, 6))
case("reshape_worked_out", L.Reshape((-1, 2)), (2, 6))
case("rescaling", L.Rescaling(0.25, offset=-3.0), (4,))
case("dropout", L.Dropout(0.4), (6,))
case("dropout_0", L.Dropout(0.0), (6,))

case("batch_normalization_rank_2", L.BatchNormalization(), (3,))
case("batch_normalization_rank_3", L.BatchNormalization(), (4, 3))
case("batch_normalization_rank_4", L.BatchNormalization(), (3, 2, 3))
case("batch_normalization_axis_1", L.BatchNormalization(axis=1), (3, 2, 4))
case("batch_normalization_plain", L.BatchNormalization(center=False, scale=False), (3, 2, 3))
case("batch_normalization_numbers", L.BatchNormalization(momentum=0.7, epsilon=0.1, scale=False), (3, 2, 3))

case("add_2", L.Add(), (3, 2), (3, 2))
case("add_3", L.Add(), (4,), (4,), (4,))
case("add_broadcast", L.Add(), (3, 1), (1, 2))
case("concatenate", L.Concatenate(), (3, 2), (3, 4))
case("concatenate_axis_1", L.Concatenate(axis=1), (3, 2), (1, 2), (2, 2))
case("concatenate_axis_-2", L.Concatenate(axis=-2), (3, 2), (1, 2))

BATCH = 3


def row(name, what, value):
    value = np.asarray(value)
    return [name, what, " ".join(map(str, value.shape)), " ".join(f"{v:.10g}" for v in value.ravel())]


with open("layers.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["case", "what", "shape", "values"])
    for name, (layer, shapes) in CASES.items():
        inputs = [keras.Input(shape) for shape in shapes]
        model = keras.Model(inputs, layer(inputs if len(inputs) > 1 else inputs[0]))
        for number, variable in enumerate(layer.weights):
            value = numbers(variable.shape, 10 + number)
            variable.assign(1 + value / 2 if variable.name in ("gamma", "moving_variance") else value)
        # Activations are looked at farther from zero, where they bend.
        scale = 8 if name.startswith(("activation", "relu", "leaky")) else 1
        data = [scale * numbers((BATCH,) + shape, number) for number, shape in enumerate(shapes)]
        inference = model(data, training=False)
        writer.writerow(row(name, "inference", inference))
        if name != "dropout":
            training = model(data, training=True)
            if not np.array_equal(training, inference):
                writer.writerow(row(name, "training", training))
        for variable in layer.non_trainable_weights:
            if "moving" in variable.name:
                writer.writerow(row(name, variable.name, variable))
