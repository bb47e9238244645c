"""The Python side of the tests of convert, inspect, verify and diff: writes models, and opens what convert wrote."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

FIT = {"batch_size": 8, "epochs": 1, "shuffle": False, "verbose": 0}


def net(rate=0.0, activation="softmax"):
    return keras.Sequential([
        keras.Input((8, 8, 3), name="image"), layers.Conv2D(4, 3, padding="same", name="conv"),
        layers.BatchNormalization(name="norm"), layers.ReLU(name="act"), layers.MaxPooling2D(name="pool"),
        layers.Flatten(name="flat"), layers.Dropout(rate, name="drop"),
        layers.Dense(5, activation=activation, name="last")], name="net")


def write(folder):
    """One trained model in every form; its predictions, and what it learns next."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(5)
    rng = np.random.default_rng(5)
    x, y = rng.random((24, 8, 8, 3), np.float32), rng.integers(0, 5, 24)
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", y)
    model = net()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, **FIT)
    np.save(folder / "expected.npy", model.predict(x, verbose=0))
    model.save(folder / "model.keras")
    model.save(folder / "model.h5")
    model.save_weights(folder / "model.weights.h5")
    model.export(folder / "exported", verbose=False)
    tf.train.Checkpoint(model=model, optimizer=model.optimizer).write(str(folder / "tf"))
    (folder / "model.json").write_text(model.to_json())
    weights = {f"{variable.path}": [float(variable.numpy().mean()), float(variable.numpy().std())]
               for variable in model.variables if variable.dtype == "float32"}
    later = keras.models.load_model(folder / "model.keras")
    losses = later.fit(x, y, **FIT).history["loss"]
    later.save(folder / "later.keras")
    return {"weights": weights, "losses": losses}


def odd(folder):
    """A model of classes that only Python has, one with such a loss, and one whose weights are odd."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(5)
    x = image = keras.Input((4,), name="image")
    x = layers.Dense(3, name="first")(x)
    x = Doubling(name="twice")(x)
    x = layers.Lambda(lambda value: value + 1, name="more")(x)
    x = Doubling(name="again")(x)
    keras.Model(image, layers.Dense(2, name="last")(x), name="odd").save(folder / "odd.keras")
    bad = net()
    bad.compile(keras.optimizers.SGD(0.1, momentum=0.5), "mse")
    bad.optimizer.build(bad.trainable_variables)
    values = bad.get_weights()
    values[0][..., 2] = 0
    values[1][:2] = np.nan, np.inf
    values[-2][:] = 0
    bad.set_weights(values)
    bad.get_layer("conv").trainable = False
    bad.save(folder / "bad.keras")
    lossy = net()
    lossy.compile("sgd", loss=own_loss)
    lossy.save(folder / "lossy.keras")
    # A SavedModel that reads a file.
    module = tf.Module()
    spec = tf.TensorSpec((None,), tf.float32)
    module.run = tf.function(lambda x: x + tf.cast(tf.strings.length(tf.io.read_file("/etc/hostname")), tf.float32), [spec])
    tf.saved_model.save(module, str(folder / "reads"), signatures=module.run.get_concrete_function())


@keras.saving.register_keras_serializable(package="mine")
def own_loss(truth, prediction):
    return keras.ops.mean(keras.ops.square(truth - prediction))


@keras.saving.register_keras_serializable(package="mine")
class Doubling(layers.Layer):
    def call(self, x):
        return 2 * x


def opened(folder, file, form):
    """How far what convert wrote is from what the model predicted before, in Python."""
    x, expected = np.load(folder / "x.npy"), np.load(folder / "expected.npy")
    path, facts = folder / file, {}
    if form == "savedmodel":
        loaded = tf.saved_model.load(str(path))
        facts["signatures"] = sorted(loaded.signatures)
        (predicted,) = loaded.signatures["serving_default"](tf.constant(x)).values()
        facts["variables"] = len(getattr(loaded, "variables", []))
    else:
        if form in ("keras", "h5"):
            model = keras.models.load_model(path)
        else:
            model = net()
            model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            model.optimizer.build(model.trainable_variables)
            if form == "weights":
                model.load_weights(path)
            else:
                latest = tf.train.latest_checkpoint(str(path))
                status = tf.train.Checkpoint(model=model, optimizer=model.optimizer).restore(latest)
                status.assert_existing_objects_matched()
        predicted = model.predict(x, verbose=0)
        facts |= {"layers": [layer.name for layer in model.layers], "compiled": bool(model.compiled),
                  "policy": model.layers[0].dtype_policy.name}
        if form in ("keras", "weights", "checkpoint") and model.compiled:
            facts["losses"] = model.fit(x, np.load(folder / "y.npy"), **FIT).history["loss"]
    return {"difference": float(np.abs(np.asarray(predicted) - expected).max()), **facts}
