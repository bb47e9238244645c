"""Makes the SavedModel fixtures of io.cornu.savedmodels.tf with what Python says they compute.

Run from this folder with tensorflow-cpu 2.18.0 and keras 3.15.1:
    python make_savedmodel_fixtures.py ../resources/io/cornu/savedmodels/tf
"""

import json
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

TRUTH = {}


def pack(source, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.rglob("*")):
            if file.is_file():
                info = zipfile.ZipInfo(file.relative_to(source).as_posix(), (2026, 1, 1, 0, 0, 0))
                archive.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def array(value):
    value = np.asarray(value)
    return {"type": str(value.dtype), "shape": list(value.shape), "values": value.ravel().astype(float).tolist()}


def functional():
    """Two inputs and two outputs, their names in another order than the alphabet's."""
    image = keras.Input((4, 4, 1), name="image")
    extra = keras.Input((3,), name="extra")
    x = keras.layers.Conv2D(2, 3)(image)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.Concatenate()([keras.layers.Flatten()(x), extra])
    outputs = [keras.layers.Dense(2, name="second")(x), keras.layers.Dense(1, name="first")(x)]
    model = keras.Model([image, extra], outputs)
    generator = np.random.default_rng(7)
    model.set_weights([generator.uniform(0.1, 1, w.shape).astype("float32") for w in model.get_weights()])
    inputs = [generator.random((3, 4, 4, 1), "float32"), generator.random((3, 3), "float32")]
    TRUTH["functional"] = {
        "inputs": [array(x) for x in inputs],
        "outputs": [array(y) for y in model.predict(inputs, verbose=0)],
    }
    return model


class Functions(tf.Module):
    """Several signatures, none of them serving_default, over types that Java has and types it lacks."""

    def __init__(self):
        super().__init__()
        self.factor = tf.Variable([2.0, 3.0], name="factor")

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32, "x")])
    def scale(self, x):
        return {"scaled": x * self.factor}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64, "x")])
    def small(self, x):
        return {"small": tf.cast(x, tf.int8)}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, "words")])
    def lengths(self, words):
        return {"lengths": tf.strings.length(words)}


class Lookup(tf.Module):
    """A table that is filled from a file when the model is loaded."""

    def __init__(self, file):
        super().__init__()
        self.file = tf.saved_model.Asset(str(file))
        initializer = tf.lookup.TextFileInitializer(self.file, tf.int64, 0, tf.float32, 1, delimiter=" ")
        self.table = tf.lookup.StaticHashTable(initializer, -1.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64, "keys")])
    def find(self, keys):
        return {"found": self.table.lookup(keys)}


def main(target):
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = functional()
        model.export(str(folder / "keras-export"), verbose=False)
        tf.saved_model.save(model, str(folder / "keras-save"))
        functions = Functions()
        signatures = {"scale": functions.scale, "small": functions.small, "lengths": functions.lengths}
        tf.saved_model.save(functions, str(folder / "functions"), signatures=signatures)
        tf.saved_model.save(functions, str(folder / "no-signature"))
        words = folder / "table.txt"
        words.write_text("5 0.5\n7 0.25\n")
        lookup = Lookup(words)
        tf.saved_model.save(lookup, str(folder / "lookup"), signatures=lookup.find)
        words.unlink()
        for source in sorted(folder.iterdir()):
            pack(source, target / (source.name + ".zip"))
    (target / "savedmodels.json").write_text(json.dumps(TRUTH) + "\n")


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    main(pathlib.Path(sys.argv[1]))
