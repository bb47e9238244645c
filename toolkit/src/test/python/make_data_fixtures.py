"""Makes the fixtures under src/test/resources/io/cornu/data from NumPy, TensorFlow and Keras.

Run from the repository root, with NumPy 2.0.2, ml_dtypes 0.4.1, TensorFlow 2.18.0 and Keras 3.15.1:
    python toolkit/src/test/python/make_data_fixtures.py
"""

import gzip
import os
import struct
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import ml_dtypes
import numpy as np
import tensorflow as tf

ROOT = "toolkit/src/test/resources/io/cornu/data"


def path(*parts):
    name = os.path.join(ROOT, *parts)
    os.makedirs(os.path.dirname(name), exist_ok=True)
    return name


def npy():
    """Every type, both byte orders, C and Fortran order. NumpyFilesTest repeats the values."""
    signed = [0, 1, -1, 42]
    unsigned = [0, 1, 2, 42]
    floating = [0.0, -1.5, 2.25, 0.15625, np.inf, np.nan]
    for bits in (8, 16, 32, 64):
        info = np.iinfo(f"int{bits}")
        save_orders(f"int{bits}", np.array(signed + [info.min, info.max], dtype=f"int{bits}"))
        top = np.iinfo(f"uint{bits}").max
        save_orders(f"uint{bits}", np.array(unsigned + [top - 1, top], dtype=f"uint{bits}"))
    for name in ("float16", "float32", "float64"):
        save_orders(name, np.array(floating, dtype=name))
    save_orders("bool", np.array([True, False, False, True, True, False]))
    bfloat16 = np.array(floating, dtype=ml_dtypes.bfloat16).reshape(2, 3)
    np.save(path("npy", "bfloat16_little_c.npy"), bfloat16)
    np.save(path("npy", "bfloat16_little_f.npy"), np.asfortranarray(bfloat16))

    cube = np.arange(24, dtype="int32").reshape(2, 3, 4)
    np.save(path("npy", "cube_f.npy"), np.asfortranarray(cube))
    np.save(path("npy", "cube_big_f.npy"), np.asfortranarray(cube.astype(">i4")))
    np.save(path("npy", "scalar.npy"), np.float32(2.5))
    np.save(path("npy", "empty.npy"), np.zeros((0, 3), dtype="float32"))
    np.save(path("npy", "vector.npy"), np.array([1.5, -2.5], dtype="float32"))
    for version in ((2, 0), (3, 0)):
        with open(path("npy", f"version{version[0]}.npy"), "wb") as file:
            np.lib.format.write_array(file, np.array([7, 8, 9], dtype="int64"), version=version)
    np.save(path("npy", "refused_object.npy"), np.array([{"a": 1}], dtype=object), allow_pickle=True)
    np.save(path("npy", "refused_structured.npy"), np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    np.save(path("npy", "refused_complex.npy"), np.array([1 + 2j]))
    np.save(path("npy", "refused_text.npy"), np.array(["one"]))


def save_orders(name, values):
    square = values.reshape(2, 3)
    for order, letter in (("little", "<"), ("big", ">")):
        ordered = square.astype(square.dtype.newbyteorder(letter))
        np.save(path("npy", f"{name}_{order}_c.npy"), ordered)
        np.save(path("npy", f"{name}_{order}_f.npy"), np.asfortranarray(ordered))


def npz():
    x = np.arange(6, dtype="float32").reshape(3, 2)
    y = np.array([2, 0, 1], dtype="int64")
    np.savez(path("npz", "stored.npz"), x=x, y=y)
    np.savez_compressed(path("npz", "compressed.npz"), x=x, y=y)


def halves():
    """Doubles and floats near every kind of rounding, and what NumPy and ml_dtypes make of them."""
    rng = np.random.default_rng(3)
    doubles = np.concatenate([
        rng.standard_normal(200) * 10.0 ** rng.integers(-9, 6, 200),
        # Just above, at and just below the tie between two halves: a float32 in between would hide the difference.
        [1 + 2**-11 + 2**-40, 1 + 2**-11, 1 + 2**-11 - 2**-40, 1 + 3 * 2**-11 - 2**-40],
        [2**-24, 2**-25, 2**-25 * (1 + 2**-40), 2**-26, 65504.0, 65519.999, 65520.0, 1e300],
        [0.0, -0.0, np.inf, -np.inf],
    ])
    with np.errstate(over="ignore"):
        floats = doubles.astype("float32")
        np.savez(
            path("npz", "halves.npz"),
            doubles=doubles,
            halves=doubles.astype("float16").view("uint16"),
            bfloat16=floats.astype(ml_dtypes.bfloat16).view("uint16"),
            uint64=np.abs(doubles[:200] * 1e3).astype("uint64"),
        )


def idx():
    """IDX by the format's own description: 0, 0, type, rank, then big-endian sizes and numbers."""
    codes = {"uint8": 8, "int8": 9, "int16": 11, "int32": 12, "float32": 13, "float64": 14}
    for name, code in codes.items():
        values = np.arange(6).astype(name) - (0 if name == "uint8" else 2)
        content = struct.pack(">BBBBII", 0, 0, code, 2, 2, 3)
        content += values.astype(values.dtype.newbyteorder(">")).tobytes()
        with open(path("idx", f"{name}.idx"), "wb") as file:
            file.write(content)
        with open(path("idx", f"{name}.idx.gz"), "wb") as file:
            file.write(gzip.compress(content, mtime=0))


def scaling():
    """Standardised by NumPy in float64 from the first part only, and keras.utils.to_categorical."""
    rng = np.random.default_rng(5)
    images = rng.integers(0, 256, (700, 2, 1, 3), dtype="uint8")
    images[..., 2] = 7
    table = (rng.standard_normal((700, 2)) * [1e-3, 5] + [1e6, -2]).astype("float32")
    arrays = {"images": images, "table": table}
    for name in ("images", "table"):
        axes = tuple(range(arrays[name].ndim - 1))
        train = arrays[name][:600].astype("float64")
        mean, deviation = train.mean(axis=axes), train.std(axis=axes)
        deviation[deviation == 0] = 1
        arrays[name + "_mean"], arrays[name + "_deviation"] = mean, deviation
        if name == "images":
            arrays["images_scaled"] = ((images - mean) / deviation).astype("float32")
    arrays["unit"] = images.astype("float32") / np.float32(255)
    labels = np.array([2, 0, 1, 2])
    arrays["one_hot"] = keras.utils.to_categorical(labels, 4).astype("float32")
    arrays["one_hot_column"] = keras.utils.to_categorical(labels[:, None], 4).astype("float32")
    arrays["one_hot_map"] = keras.utils.to_categorical(labels.reshape(2, 2), 3).astype("float32")
    np.savez(path("npz", "scaling.npz"), **arrays)


if __name__ == "__main__":
    npy()
    npz()
    halves()
    idx()
    scaling()
