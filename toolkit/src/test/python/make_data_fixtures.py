"""Makes the fixtures under src/test/resources/io/cornu/data from NumPy, TensorFlow and Keras.

Run from the repository root, with NumPy 2.0.2, ml_dtypes 0.4.1, TensorFlow 2.18.0 and Keras 3.15.1:
    python toolkit/src/test/python/make_data_fixtures.py
"""

import gzip
import os
import struct
import zlib

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


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, color, rows, *extra):
    """A PNG by hand, for the kinds that TensorFlow does not write. Every row has filter 0."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def images():
    """A folder a class, and what Keras' loader and TensorFlow's decoder make of the files."""
    rng = np.random.default_rng(11)

    def random(*shape):
        return rng.integers(0, 256, shape, dtype="uint8")

    def put(name, content):
        with open(path("images", name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.numpy())

    y, x = np.mgrid[0:6, 0:4]
    smooth = np.stack([40 * y, 60 * x, 20 * (x + y)], axis=-1).astype("uint8")
    palette = chunk(b"PLTE", bytes([0, 0, 0, 255, 0, 0, 10, 200, 30, 250, 250, 250]))
    put("cat/rgb.png", tf.io.encode_png(random(6, 4, 3)))
    put("cat/smooth.JPG", tf.io.encode_jpeg(smooth, quality=100, chroma_downsampling=False))
    put("cat/B.png", tf.io.encode_png(random(3, 8, 3)))
    put("dog/gray.png", tf.io.encode_png(random(6, 4, 1)))
    put("dog/gray_alpha.png", tf.io.encode_png(random(6, 4, 2)))
    put("dog/rgba.png", tf.io.encode_png(random(6, 4, 4)))
    put("dog/deep/rgb16.png", tf.io.encode_png(rng.integers(0, 65536, (6, 4, 3), dtype="uint16")))
    put("eel/palette.png", png(4, 6, 8, 3, [bytes(r) for r in rng.integers(0, 4, (6, 4))], palette))
    put("eel/two_bits.png", png(4, 6, 2, 0, [bytes([b]) for b in random(6)]))
    put("eel/one_bit.png", png(4, 6, 1, 0, [bytes([b]) for b in random(6)]))
    put("eel/notes.txt", b"passed over")
    put(".hidden/x.png", tf.io.encode_png(random(6, 4, 3)))

    arrays = {}
    for mode, channels in (("grayscale", 1), ("rgb", 3)):
        dataset = keras.utils.image_dataset_from_directory(
            path("images", ""), color_mode=mode, image_size=(5, 7), shuffle=False, batch_size=100, verbose=False)
        pixels, labels = next(iter(dataset))
        arrays[mode] = pixels.numpy()
        arrays["labels"] = labels.numpy()
        for name in dataset.file_paths:
            raw = tf.io.decode_image(tf.io.read_file(name), channels=channels, expand_animations=False)
            arrays[f"{mode}_{os.path.basename(name)}"] = raw.numpy()
    for name in dataset.file_paths:
        # TensorFlow reads no JPEG with four channels.
        if name.endswith(".png"):
            raw = tf.io.decode_png(tf.io.read_file(name), channels=4)
            arrays[f"rgba_{os.path.basename(name)}"] = raw.numpy()
        else:
            raw = tf.io.decode_jpeg(tf.io.read_file(name), dct_method="INTEGER_ACCURATE")
            arrays["rgb_accurate.jpg"] = raw.numpy()
    names = [os.path.relpath(name, path("images", "")) for name in dataset.file_paths]
    print("images:", dataset.class_names, names)
    np.savez(path("npz", "images.npz"), **arrays)


if __name__ == "__main__":
    npy()
    npz()
    halves()
    idx()
    scaling()
    images()
