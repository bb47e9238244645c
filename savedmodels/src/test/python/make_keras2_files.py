"""Makes the files of Keras 2 in src/test/resources/io/cornu/savedmodels/keras2 and truth.json, which says what they do.

    pip install tf_keras==2.18.0 tensorflow-cpu==2.18.0
    python make_keras2_files.py

Each model is trained a little, saved in every form of its time, asked for predictions and trained on. Inputs and targets
are sines, so that Java makes the same numbers.
"""

import gzip
import json
import os
import pathlib
import tempfile

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import numpy as np
import tf_keras as keras
from tf_keras import layers

TARGET = pathlib.Path(__file__).parent.parent / "resources/io/cornu/savedmodels/keras2"
FIT = {"batch_size": 8, "shuffle": False, "verbose": 0}


def wave(shape, phase):
    return np.sin(np.arange(np.prod(shape), dtype="float64") * 0.7 + phase).reshape(shape).astype("float32")


def sequential():
    model = keras.Sequential([
        layers.Conv2D(3, 3, input_shape=(6, 6, 2), activation="relu", kernel_regularizer="l2"),
        layers.BatchNormalization(), layers.MaxPooling2D(), layers.LeakyReLU(0.1), layers.ThresholdedReLU(0.05),
        layers.DepthwiseConv2D(1), layers.Flatten(),
        layers.Dense(2, activation="softmax", kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.1))])
    model.compile(keras.optimizers.Adam(1e-2), "categorical_crossentropy", metrics=["accuracy"])
    return model, [wave((8, 6, 6, 2), 0)], [np.eye(2, dtype="float32")[np.arange(8) % 2]]


def functional():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = layers.Dense(3, activation="tanh", name="shared")
    left, right = shared(a), shared(b)
    sum_ = layers.Add()([left, right])
    normal = layers.BatchNormalization(name="block1/normal")(sum_)
    joined = layers.Concatenate()([normal, shared(a)])
    one = layers.Dense(1, name="one")(joined)
    two = layers.Dense(2, name="two")(normal)
    model = keras.Model([a, b], [one, two])
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model.compile(keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
                  {"one": "mse", "two": keras.losses.Huber(delta=0.5)}, loss_weights={"one": 1.0, "two": 0.5},
                  metrics={"two": [keras.metrics.MeanAbsoluteError()]})
    return model, [wave((8, 4), 0), wave((8, 4), 1)], [wave((8, 1), 2), wave((8, 2), 3)]


def recurrent():
    sequence = keras.Input((5, 3))
    x = layers.Masking()(sequence)
    x = layers.Bidirectional(layers.LSTM(2, return_sequences=True))(x)
    x = layers.GRU(3, return_sequences=True)(x)
    x = layers.TimeDistributed(layers.Dense(2))(x)
    x = layers.SimpleRNN(2)(x)
    x = layers.LayerNormalization()(x)
    model = keras.Model(sequence, x)
    model.compile(keras.optimizers.legacy.Adam(learning_rate=1e-2, decay=1e-1), "mse")
    return model, [wave((8, 5, 3), 0)], [wave((8, 2), 1)]


def attention():
    sequence = keras.Input((4, 6))
    x = layers.MultiHeadAttention(2, 3)(sequence, sequence, use_causal_mask=False)
    x = layers.GlobalAveragePooling1D()(x)
    model = keras.Model(sequence, layers.Dense(1)(x))
    model.compile(keras.optimizers.legacy.RMSprop(1e-2, momentum=0.5, centered=True), "mae")
    return model, [wave((8, 4, 6), 0)], [wave((8, 1), 1)]


def plain_sgd():
    model = keras.Sequential([layers.Dense(2, input_dim=3), layers.ReLU(6.0), layers.Dense(1, trainable=True)])
    model.layers[0].trainable = False
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae", keras.metrics.RootMeanSquaredError()])
    return model, [wave((8, 3), 0)], [wave((8, 1), 1)]


def nested():
    data = keras.Input((3,))
    inner = keras.Sequential([layers.Dense(3, input_shape=(3,)), layers.BatchNormalization()], name="inner")
    twice = keras.Model(data, layers.Add()([inner(data), inner(layers.Dense(3)(data))]))
    outer = keras.Input((3,))
    model = keras.Model(outer, layers.Dense(1)(twice(outer)))
    model.compile("adam", "mse")
    return model, [wave((8, 3), 0)], [wave((8, 1), 1)]


def operations():
    data = keras.Input((4,))
    x = layers.Dense(4)(data)
    y = x * 2.0 + 1.0 - data
    z = layers.Concatenate()([y[:, :2], -x])
    model = keras.Model(data, layers.Dense(1)(z / 3.0))
    model.compile("adam", "mse")
    return model, [wave((8, 4), 0)], [wave((8, 1), 1)]


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    truth = {"version": keras.__version__}
    for recipe in (sequential, functional, recurrent, attention, plain_sgd, nested, operations):
        keras.backend.clear_session()
        keras.utils.set_random_seed(7)
        name = recipe.__name__
        model, x, y = recipe()
        arguments = [each[0] if len(each) == 1 else each for each in (x, y)]
        model.fit(*arguments, epochs=3, **FIT)
        old = name in ("recurrent", "attention")
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("h5", "weights.h5") + (() if old else ("keras",)):
                file = pathlib.Path(folder, f"{name}.{ending}")
                # The old optimizers cannot be saved in the new forms.
                if ending == "weights.h5" and old:
                    model.save_weights(pathlib.Path(folder, "x.h5"))
                    file = pathlib.Path(folder, "x.h5")
                    target = f"{name}.only.h5"
                else:
                    (model.save_weights if ending == "weights.h5" else model.save)(file)
                    target = file.name
                (TARGET / f"{target}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
            if not old:
                file = pathlib.Path(folder, "x.h5")
                model.save_weights(file)
                (TARGET / f"{name}.only.h5.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        predictions = model.predict(arguments[0], verbose=0)
        predictions = predictions if isinstance(predictions, list) else [predictions]
        before = int(model.optimizer.iterations.numpy())
        history = model.fit(*arguments, epochs=5, **FIT).history
        truth[name] = {"inputs": [list(each.shape) for each in x],
                       "predictions": [each.ravel().tolist() for each in predictions],
                       "targets": [list(each.shape) for each in y], "iterations": before, "loss": history["loss"],
                       "history": sorted(history)}
    (TARGET / "truth.json").write_text(json.dumps(truth))


main()
