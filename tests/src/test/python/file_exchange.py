"""The Python side of WeightsFileExchangeTest, LegacyFileExchangeTest and Hdf5BytesTest."""

import zipfile
import zlib
import io

import h5py
import keras
import ml_dtypes
import numpy as np
from keras import layers

import keras_exchange
from keras_exchange import FIT, arrays, report, save


# ---------------------------------------------------------------- weights
def write_weights(folder, recipe, file, epochs, **options):
    """Trains a little, saves the model and its weights, predicts and trains on."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model, x, y = getattr(keras_exchange, recipe)(np.random.default_rng(7))
    save(folder, "x", x)
    save(folder, "y", y)
    model.fit(x, y, epochs=epochs, **FIT)
    model.save(folder / "model.keras")
    model.save_weights(folder / file, **options)
    return report(folder, model, epochs)


def load_weights(folder, model, file, epochs):
    """Takes the architecture and settings of one file and the weights of another."""
    model = keras.models.load_model(folder / model)
    for variable in model.variables:
        variable.assign(np.zeros(variable.shape))
    model.load_weights(folder / file)
    return report(folder, model, epochs)


# ---------------------------------------------------------------- legacy files
def write_legacy(folder, recipe, file, epochs):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model, x, y = getattr(keras_exchange, recipe)(np.random.default_rng(7))
    save(folder, "x", x)
    save(folder, "y", y)
    model.fit(x, y, epochs=epochs, **FIT)
    model.save(folder / file)
    return report(folder, model, epochs)


def load_legacy(folder, file, epochs):
    """What a fresh optimizer makes of a model from a legacy file."""
    model = keras.models.load_model(folder / file)
    return report(folder, model, epochs)


def big(rng):
    """Its configuration and its lists of names are beyond 64 KiB, and one of its layers has many variables."""
    data = keras.Input((2,))
    x = data
    for i in range(150):
        x = layers.Dense(2, kernel_regularizer="l2", name=f"a_layer_with_a_name_of_some_length_{i}")(x)
    model = keras.Model(data, x)
    model.compile("sgd", "mean_squared_error")
    return model, rng.random((8, 2), np.float32), rng.random((8, 2), np.float32)


keras_exchange.big = big


# ---------------------------------------------------------------- bytes
def content(folder, file):
    """Every dataset and attribute of a file as h5py sees it: type, shape, CRC-32 of the little-endian bytes, texts."""
    path = folder / file
    if zipfile.is_zipfile(path):
        path = io.BytesIO(zipfile.ZipFile(path).read("model.weights.h5"))
    found = {}
    with h5py.File(path) as h5:
        describe("", h5, found)
        h5.visititems(lambda name, node: describe(name, node, found))
    return found


def describe(name, node, found):
    found["/" + name] = numbers(node) if isinstance(node, h5py.Dataset) else "group"
    for key, value in node.attrs.items():
        if isinstance(node, h5py.Dataset) and key == "dtype":
            continue
        where = f"/{name}@{key}"
        if isinstance(value, str):
            found[where] = value
        elif isinstance(value, np.ndarray) and value.dtype == object:
            found[where] = list(value)
        else:
            found[where] = numbers(np.asarray(value))


def numbers(data):
    values = np.asarray(data)
    if isinstance(data, h5py.Dataset) and data.attrs.get("dtype") == "bfloat16":
        values = values.view(ml_dtypes.bfloat16)
    little = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"))
    return f"{values.dtype.newbyteorder('=').name} {list(values.shape)} {zlib.crc32(little.tobytes())}"


def write_kinds(folder, file):
    """Everything that Keras, or somebody who repacked its files, may store."""
    rng = np.random.default_rng(3)
    data = rng.standard_normal((13, 7)) * 3
    with h5py.File(folder / file, "w") as h5:
        kinds = h5.create_group("kinds")
        for kind in ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
                     "uint64"):
            kinds[kind] = (data if kind.startswith("f") else np.abs(data)).astype(kind)
            kinds[kind + "_big"] = kinds[kind][()].astype(np.dtype(kind).newbyteorder(">"))
        kinds["bool"] = data > 0
        kinds["scalar"] = np.int64(12)
        kinds["none"] = np.zeros((0, 4), "float32")
        kinds.create_dataset("bfloat16", data=data.astype(ml_dtypes.bfloat16)).attrs["dtype"] = "bfloat16"
        packed = h5.create_group("packed")
        for name, options in {"gzip": {"compression": "gzip"}, "shuffle": {"compression": "gzip", "shuffle": True},
                              "fletcher": {"fletcher32": True}, "chunks": {"chunks": (4, 3)},
                              "all": {"compression": "gzip", "shuffle": True, "fletcher32": True, "chunks": (5, 7)},
                              }.items():
            packed.create_dataset(name, data=data.astype("float32"), **options)
            packed.create_dataset(name + "_big", data=data.astype(">f8"), **options)
        h5.attrs["text"] = "\u00e4" * 100_000
        h5.attrs["names"] = [f"layer_{i}" for i in range(3000)]
        h5.attrs["no_names"] = np.asarray([])
        h5.attrs["number"] = np.float32(1.5)
        h5.attrs["bytes"] = np.bytes_("fixed")
        h5.create_group("empty")
    return content(folder, file)


def foreign_numbers(folder, file, target):
    """The weights of a file as other programs might store them: wider, big-endian, packed."""
    with h5py.File(folder / file) as source, h5py.File(folder / target, "w") as copy:
        def visit(name, node):
            if isinstance(node, h5py.Group):
                copy.require_group(name)
                return
            value = node[()]
            if value.ndim == 0:
                copy[name] = value.astype("int32") if value.dtype.kind == "i" else value.astype(">f8")
            else:
                copy.create_dataset(name, data=value.astype(">f8"), compression="gzip", shuffle=True, fletcher32=True)

        source.visititems(visit)
    return {}
