"""The Python side of KerasExchangeTest: opens what Java wrote, and writes what Java is to open."""

import json
import zipfile

import keras
import numpy as np
from keras import layers, losses, metrics, optimizers

FIT = {"batch_size": 8, "shuffle": False, "verbose": 0}


def arrays(folder, name):
    files = sorted(folder.glob(name + "_*.npy"))
    loaded = [np.load(file) for file in files]
    return loaded[0] if len(loaded) == 1 else loaded


def save(folder, name, values):
    for i, value in enumerate(values if isinstance(values, list) else [values]):
        np.save(folder / f"{name}_{i}.npy", value)


def report(folder, model, epochs):
    """What a model predicts, then what it learns."""
    save(folder, "python", model.predict(arrays(folder, "x"), verbose=0))
    before = int(model.optimizer.iterations.numpy())
    history = model.fit(arrays(folder, "x"), arrays(folder, "y"), epochs=epochs, **FIT).history
    return {"iterations": before, "history": history, "keras": keras.__version__,
            "trainable": {layer.name: layer.trainable for layer in model.layers},
            "classes": {layer.name: type(layer).__name__ for layer in model.layers}}


def go_on(folder, file, epochs):
    return report(folder, keras.models.load_model(folder / file), epochs)


def predict(folder, file):
    model = keras.models.load_model(folder / file)
    save(folder, "python", model.predict(arrays(folder, "x"), verbose=0))
    return {"compiled": model.compiled, "name": model.name, "dtype": model.layers[-1].dtype,
            "config": json.loads(model.to_json())}


def write(folder, recipe, file, epochs):
    """Trains a little, saves, predicts and trains on."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model, x, y = globals()[recipe](np.random.default_rng(7))
    save(folder, "x", x)
    save(folder, "y", y)
    if epochs:
        model.fit(x, y, epochs=epochs, **FIT)
    model.save(folder / file)
    return report(folder, model, epochs)


def metadata(folder, file):
    with zipfile.ZipFile(folder / file) as archive:
        return {"entries": {i.filename: i.compress_type for i in archive.infolist()},
                "metadata": json.loads(archive.read("metadata.json"))}


# ---------------------------------------------------------------- recipes
def cnn(rng):
    model = keras.Sequential([
        keras.Input((8, 8, 3)), layers.Conv2D(4, 3, padding="same", activation="relu"), layers.BatchNormalization(),
        layers.Conv2D(6, 3, padding="same", activation="relu"), layers.BatchNormalization(), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(8, activation="relu"), layers.BatchNormalization(),
        layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model, rng.random((24, 8, 8, 3), np.float32), rng.integers(0, 3, 24).astype("int32")


def two_ends(rng):
    a, b = keras.Input((6, 6, 2), name="a"), keras.Input((6, 6, 2), name="b")
    shared = layers.Conv2D(2, 3, padding="same", name="shared")
    left, right = shared(a), shared(layers.Activation("tanh", name="squash")(b))
    merged = layers.Add(name="sum")([left, right, a])
    joined = layers.Concatenate(name="join")([merged, right])
    flat = layers.Flatten()(joined)
    number = layers.Dense(1, name="number")(flat)
    kind = layers.Dense(3, name="kind")(flat)
    model = keras.Model([a, b], [number, kind], name="two_ends")
    model.compile(
        optimizers.SGD(0.01, momentum=0.9, nesterov=True, global_clipnorm=1.5),
        {"number": "mse", "kind": losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)},
        loss_weights={"number": 0.5, "kind": 2.0}, metrics={"kind": ["accuracy"]},
        weighted_metrics=[[], [metrics.CategoricalAccuracy(name="weighted")]])
    x = [rng.random((24, 6, 6, 2), np.float32), rng.random((24, 6, 6, 2), np.float32)]
    return model, x, [rng.random((24, 1), np.float32), np.eye(3, dtype="float32")[rng.integers(0, 3, 24)]]


def every_layer(rng):
    image = keras.Input((12, 12, 2), dtype="uint8")
    x = layers.Rescaling(1 / 255.0, offset=-0.5)(image)
    x = layers.Conv2D(4, (3, 2), strides=(2, 1), groups=2, use_bias=False, kernel_initializer="he_normal",
                      kernel_regularizer=keras.regularizers.L1L2(1e-3, 1e-3))(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-2, scale=False)(x)
    x = layers.LeakyReLU(0.1)(x)
    y = layers.Conv2D(4, 3, padding="same", dilation_rate=2, activation="swish", bias_regularizer="l2")(x)
    y = layers.ReLU(3.0, negative_slope=0.1, threshold=0.2)(y)
    x = layers.Add()([x, y])
    x = layers.AveragePooling2D((2, 1), strides=(1, 2), padding="same")(x)
    x = layers.MaxPooling2D(2, strides=1)(x)
    pooled = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Concatenate()([layers.Flatten()(pooled), layers.Dropout(0.0)(layers.Reshape((-1,))(x))])
    x = layers.Activation("gelu")(x)
    frozen = layers.Dense(5, trainable=False, activation=keras.activations.tanh, name="frozen")(x)
    out = layers.Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.VarianceScaling(2.0, "fan_out"))(
        frozen)
    model = keras.Model(image, out)
    model.compile(
        optimizers.RMSprop(2e-3, rho=0.8, momentum=0.5, centered=True, clipnorm=1.0),
        losses.BinaryCrossentropy(label_smoothing=0.05), metrics=["accuracy", metrics.BinaryAccuracy(threshold=0.4)])
    return model, rng.integers(0, 256, (24, 12, 12, 2)).astype("uint8"), rng.integers(0, 2, (24, 1)).astype("float32")


def untrained(rng):
    """Compiled with Adam and saved before the first step: its optimizer has no slots yet."""
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    model.compile(optimizers.Adam(0.01, amsgrad=True, clipvalue=0.5), "mse")
    return model, rng.random((8, 4), np.float32), rng.random((8, 3), np.float32)


# ---------------------------------------------------------------- classes that are no part of Keras
@keras.saving.register_keras_serializable(package="mine", name="square")
def square(x):
    return x * x


@keras.saving.register_keras_serializable(package="mine")
class Scale(layers.Layer):
    def __init__(self, factor, mirrored=False, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.mirrored = factor, mirrored

    def build(self, shape):
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False, name="seen")
        self.gain = self.add_weight(shape=(shape[-1],), initializer="ones", name="gain")

    def call(self, x):
        return (-1 if self.mirrored else 1) * self.factor * self.gain * x + self.seen

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "mirrored": self.mirrored}


@keras.saving.register_keras_serializable(package="mine")
class Halving(optimizers.schedules.LearningRateSchedule):
    def __init__(self, start):
        self.start = start

    def __call__(self, step):
        return self.start * keras.ops.power(0.5, keras.ops.cast(step, "float32"))

    def get_config(self):
        return {"start": self.start}


def custom(rng):
    model = keras.Sequential([keras.Input((4,)), Scale(2.5, True), layers.Dense(3, activation=square)])
    model.compile(optimizers.Adam(Halving(0.5)), "mse")
    return model, rng.random((24, 4), np.float32), rng.random((24, 3), np.float32)
