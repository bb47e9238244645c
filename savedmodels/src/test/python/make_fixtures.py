"""Makes the files that the tests of savedmodels read, and truth.json, which tells what is in them.

Run with Python 3.11, keras 3.15.1, tensorflow-cpu 2.18.0, h5py 3.16.0 (HDF5 2.0.0), numpy 2.0.2:
    python savedmodels/src/test/python/make_fixtures.py
The truth is what h5py and zipfile read back from the files, never what Cornu does. Seed 20261122.
Files are gzipped only to keep the repository small; the tests unpack them into memory or a temporary folder.
"""
import gzip, io, json, os, pathlib, stat, struct, tempfile, zipfile, zlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import h5py
import keras
import ml_dtypes
import numpy as np

SEED = 20261122
OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "io" / "cornu" / "savedmodels"
OUT.mkdir(parents=True, exist_ok=True)
for old in OUT.glob("*.*"):
    old.unlink()
WORK = pathlib.Path(tempfile.mkdtemp())
rng = np.random.default_rng(SEED)
truth = {"hdf5": {}, "zip": {}, "refusedHdf5": {}, "refusedZip": {}}


# ---------------------------------------------------------------- what is in a file, by h5py and zipfile
def little(array):
    return np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()


def numbers(array, dtype=None):
    return {"dtype": dtype or array.dtype.newbyteorder("=").name, "shape": list(array.shape),
            "crc": zlib.crc32(little(array))}


def attribute(value):
    if isinstance(value, h5py.Empty):
        return {"dtype": value.dtype.name, "shape": [0], "crc": 0}
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        return {"length": len(value), "crc": zlib.crc32(value.encode())}
    array = np.asarray(value)
    if array.dtype.kind in "SO":
        texts = [t.decode() if isinstance(t, bytes) else t for t in array]
        return {"count": len(texts), "crc": zlib.crc32("\n".join(texts).encode())}
    return numbers(array)


def tree(file):
    nodes = {}

    def visit(name, node):
        attributes = {k: attribute(v) for k, v in node.attrs.items()}
        entry = {}
        if isinstance(node, h5py.Dataset):
            array = node[()]
            if isinstance(array, np.generic):
                array = np.asarray(array)
            bf16 = array.dtype.kind == "V"
            entry = numbers(array.view(np.uint16) if bf16 else array, "bfloat16" if bf16 else None)
            if bf16:
                attributes.pop("dtype")
        entry["attributes"] = attributes
        nodes["/" + name] = entry

    visit("", file["/"])
    file.visititems(visit)
    return nodes


def pack(name, content):
    (OUT / (name + ".gz")).write_bytes(gzip.compress(content, 9, mtime=0))


def readable(name, content):
    pack(name, content)
    with h5py.File(io.BytesIO(content), "r") as file:
        truth["hdf5"][name] = tree(file)


def refused(name, content, reason):
    pack(name, content)
    truth["refusedHdf5"][name] = reason


def hdf5(build, **options):
    path = WORK / "x.h5"
    with h5py.File(path, "w", **options) as file:
        build(file)
    return path.read_bytes()


# ---------------------------------------------------------------- real Keras files
keras.utils.set_random_seed(SEED)
model = keras.Sequential([
    keras.Input((6, 6, 1)), keras.layers.Conv2D(2, 3, activation="relu"), keras.layers.BatchNormalization(),
    keras.layers.Flatten(), keras.layers.Dropout(0.25), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(rng.random((8, 6, 6, 1), np.float32), rng.integers(0, 3, 8), batch_size=4, verbose=0)
model.save(WORK / "cnn.keras")
model.save(WORK / "cnn.h5")
readable("keras-legacy.h5", (WORK / "cnn.h5").read_bytes())
with zipfile.ZipFile(WORK / "cnn.keras") as archive:
    readable("keras-weights.h5", archive.read("model.weights.h5"))

keras.config.set_dtype_policy("bfloat16")
small = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
small.save_weights(WORK / "bf16.weights.h5")
readable("keras-bfloat16.h5", (WORK / "bf16.weights.h5").read_bytes())
keras.config.set_dtype_policy("float32")


# ---------------------------------------------------------------- every kind of data and attribute
def kinds(f):
    floats = rng.standard_normal((3, 4))
    for name in ["float16", "float32", "float64"]:
        f[name] = floats.astype(name)
        f["big/" + name] = floats.astype(np.dtype(name).newbyteorder(">"))
    for name in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
        low, high = np.iinfo(name).min, np.iinfo(name).max
        f[name] = np.array([low, high, 0, 1, high // 3], name)
        f["big/" + name] = np.array([low, high, 0, 1, high // 3], np.dtype(name).newbyteorder(">"))
    f["bool"] = np.array([True, False, True])
    f["bfloat16"] = floats.astype(ml_dtypes.bfloat16)
    f["bfloat16"].attrs["dtype"] = "bfloat16"
    f["bfloat16"].attrs["unit"] = "m"
    f["scalar"] = np.float32(1.5)
    f["scalar64"] = np.int64(7)
    f["zero"] = np.zeros((0, 4), np.float32)
    f.create_dataset("never", (2, 3), "f4")
    f.create_group("empty")
    # A name beyond ASCII turns its group into the newer form.
    f["names/Gr\u00fc\u00dfe \u65e5\u672c"] = np.float32(2)
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    data = np.arange(5, dtype="i2")
    h5py.h5d.create(f.id, b"compact", h5py.h5t.NATIVE_INT16, h5py.h5s.create_simple((5,)), compact).write(
        h5py.h5s.ALL, h5py.h5s.ALL, data)


def chunks(f):
    data = rng.integers(0, 50, (10, 7)).astype("f4")
    f.create_dataset("plain", data=data, chunks=(4, 3))
    f.create_dataset("gzip", data=data, chunks=(4, 3), compression="gzip")
    f.create_dataset("all", data=data, chunks=(4, 3), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("fletcher", data=data.astype("i1")[:, :5], chunks=(3, 5), fletcher32=True)
    f.create_dataset("big", data=data.astype(">f8"), chunks=(10, 2), compression="gzip", shuffle=True)
    f.create_dataset("cube", data=rng.random((3, 5, 4)), chunks=(2, 2, 3), compression="gzip")
    f.create_dataset("many", data=np.arange(3000, dtype="i4"), chunks=(10,))
    f.create_dataset("one", data=np.arange(5, dtype="u1"), chunks=(100,), maxshape=(None,))
    sparse = f.create_dataset("sparse", (20, 20), "f4", chunks=(5, 5), compression="gzip")
    sparse[3:4, 12:14] = 1


def attributes(f):
    f.attrs["text"] = "Gr\u00fc\u00dfe"
    f.attrs["empty_text"] = ""
    f.attrs["long"] = "x\u00e4" * 60000
    f.attrs["fixed"] = np.bytes_("fixed")
    f.attrs["fixed_list"] = np.array([b"kernel", b"b"])
    f.attrs["list"] = ["kernel", "", "bias"]
    f.attrs["empty_list"] = []
    f.attrs["numbers"] = np.arange(6, dtype=">i4").reshape(2, 3)
    f.attrs["flag"] = True
    f.attrs["number"] = 0.1
    f.attrs["nothing"] = h5py.Empty("f4")
    for i in range(300):
        f.attrs["a%d" % i] = i
    f.create_dataset("d", data=[1.0]).attrs["name"] = "dense"


def many(f):
    for i in range(300):
        f["layers/dense_%d" % i] = np.float32(i)


def new_groups(f):
    f.attrs["a"] = "x"
    for i in range(7):
        f["g/%d" % i] = np.arange(i, dtype="f4")
    f["g/0"].attrs["name"] = "dense"
    f.create_group("empty")


readable("kinds.h5", hdf5(kinds))
readable("chunks.h5", hdf5(chunks))
readable("attributes.h5", hdf5(attributes))
readable("many.h5", hdf5(many))
readable("v108.h5", hdf5(new_groups, libver=("v108", "v108")))
readable("latest.h5", hdf5(new_groups, libver="latest"))
readable("ordered.h5", hdf5(new_groups, track_order=True))


# ---------------------------------------------------------------- HDF5 files to refuse
def loop(f):
    f.create_group("g")["again"] = h5py.SoftLink("/g")


def external_storage(f):
    f.create_dataset("d", (4,), "f4", external=[("/etc/passwd", 0, 16)])


def virtual(f):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "d", shape=(4,))
    f.create_virtual_dataset("d", layout)


def hard_loop(f):
    g = f.create_group("g")
    g["self"] = g


def two_links(f):
    f["a"] = np.float32(1)
    f["b"] = f["a"]


def deep(f):
    f.create_group("/".join(["g"] * 40))


def set_attr(value):
    def build(f):
        f["d"] = value
    return build


def shared_type(f):
    f["t"] = np.dtype("f4")
    f.create_dataset("d", (1,), dtype=f["t"])


def dense_attributes(f):
    for i in range(20):
        f.attrs["a%d" % i] = i


def enum(f):
    f.create_dataset("d", data=np.array([0, 1], "i1"), dtype=h5py.enum_dtype({"RED": 0, "BLUE": 1}, "i1"))


def filled(f):
    f.create_dataset("d", (4,), "f4", fillvalue=3)


def bomb(f):
    f.create_dataset("d", data=np.zeros(20 << 20, "u1"), chunks=(20 << 20,), compression="gzip", compression_opts=9)


def references(f):
    f.create_dataset("d", data=[f.create_group("g").ref], dtype=h5py.ref_dtype)


def lengths(f):
    f.create_dataset("d", (2,), h5py.vlen_dtype("f4"))[0] = np.ones(3, "f4")


refused("soft-link-loop.h5", hdf5(loop), "soft link")
refused("soft-link-loop-new.h5", hdf5(loop, libver="latest"), "soft link")
refused("external-link.h5", hdf5(lambda f: f.__setitem__("l", h5py.ExternalLink("/etc/passwd", "/"))), "external link")
refused("external-storage.h5", hdf5(external_storage), "external storage")
refused("virtual.h5", hdf5(virtual), "virtual dataset")
refused("hard-link-loop.h5", hdf5(hard_loop), "second link")
refused("hard-link-twice.h5", hdf5(two_links), "second link")
refused("deep.h5", hdf5(deep), "inside one another")
refused("dense-links.h5", hdf5(many, libver="latest"), "fractal heap")
refused("dense-attributes.h5", hdf5(dense_attributes, libver="latest"), "fractal heap")
refused("lzf.h5", hdf5(lambda f: f.create_dataset("d", data=np.zeros(99), compression="lzf")), "filter 32000")
refused("compound.h5", hdf5(set_attr(np.zeros(2, [("a", "f4")]))), "class 6")
refused("texts.h5", hdf5(set_attr(["a", "b"])), "expected numbers")
refused("opaque.h5", hdf5(set_attr(np.zeros(2, "V2"))), "expected numbers")
refused("references.h5", hdf5(references), "class 7")
refused("lengths.h5", hdf5(lengths), "numbers")
refused("shared-type.h5", hdf5(shared_type), "shared")
refused("enum.h5", hdf5(enum), "enumeration")
refused("fill-value.h5", hdf5(filled), "fill value")
refused("latest-chunks.h5", hdf5(lambda f: f.create_dataset("d", data=np.zeros(99), chunks=(10,)), libver="latest"),
        "layout")
refused("gzip-bomb.h5", hdf5(bomb), "100 times")
refused("not.h5", b"PK\3\4" + bytes(100), "HDF5 file")
refused("short.h5", b"\x89HDF\r\n\x1a\n", "HDF5 file")

dims = np.arange(12, dtype="f4").reshape(3, 4)
honest = hdf5(set_attr(dims))
place = struct.pack("<QQ", 3, 4)
assert honest.count(place) == 2, "dimensions and their maxima"
for name, lie, reason in [("large", (1 << 40, 4), "of data for the shape"), ("overflow", (1 << 62, 4), "2^63"),
                          ("negative", ((1 << 64) - 1, 4), "expected a size")]:
    refused("shape-%s.h5" % name, honest.replace(place, struct.pack("<QQ", *lie)), reason)
refused("data-outside.h5", honest[:-8] + b"", "cut short")
refused("damaged-checksum.h5", hdf5(new_groups, libver="latest").replace(b"empty", b"emptx"), "checksum")


# ---------------------------------------------------------------- zip archives
def archive(*entries, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as z:
        for name, content in entries:
            z.writestr(name, content)
    return out.getvalue()


def good_zip(name, content):
    pack(name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as z:
        truth["zip"][name] = {i.filename: {"size": i.file_size, "crc": i.CRC, "deflated": i.compress_type == 8}
                              for i in z.infolist() if z.testzip() is None}


def bad_zip(name, content, reason):
    pack(name, content)
    truth["refusedZip"][name] = reason


class Pipe(io.RawIOBase):
    """Not seekable, so zipfile writes data descriptors."""
    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


good_zip("cnn.keras", (WORK / "cnn.keras").read_bytes())
text = b"hello " * 50
good_zip("deflated.zip", archive(("config.json", text), ("assets/", b""), ("assets/\u00e4.txt", b"a"),
                                 compression=zipfile.ZIP_DEFLATED))
for method in [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as z:
        z.writestr("config.json", text)
        z.writestr("b", b"")
    good_zip("descriptor-%d.zip" % method, pipe.data)
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as z:
    with z.open("big", "w", force_zip64=True) as entry:
        entry.write(text)
good_zip("zip64.zip", out.getvalue())
good_zip("empty.zip", archive())

plain = archive(("config.json", text), ("b.txt", b"b"))
link = zipfile.ZipInfo("link")
link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
for name, entry in [("slip", "../evil"), ("inner-slip", "assets/../../evil"), ("absolute", "/etc/passwd"),
                    ("backslash", "a\\b"), ("drive", "C:evil"), ("double-slash", "a//b"), ("dot", "./a")]:
    bad_zip(name + ".zip", archive((entry, b"x")), "expected plain relative names")
bad_zip("nul.zip", archive(("aXb", b"x")).replace(b"aXb", b"a\0b"), "control characters")
import warnings
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bad_zip("duplicate.zip", archive(("config.json", b"a"), ("config.json", b"b")), "twice")
bad_zip("symlink.zip", archive((link, b"/etc/passwd")), "symbolic link")
central = plain.index(b"PK\1\2")
bad_zip("encrypted.zip", plain[:6] + b"\1" + plain[7:central + 8] + b"\1" + plain[central + 9:], "encrypted")
bad_zip("header-name.zip", plain.replace(b"config.json", b"config.jsoX", 1), "difference")
bad_zip("header-size.zip", plain[:22] + struct.pack("<I", 7) + plain[26:], "difference")
bad_zip("header-method.zip", plain[:8] + b"\x08" + plain[9:], "difference")
bad_zip("size-beyond.zip", plain[:central + 20] + struct.pack("<II", 1 << 30, 1 << 30) + plain[central + 28:],
        "inside the file")
second = plain.index(b"PK\1\2", central + 4)
bad_zip("overlap.zip", plain[:second + 42] + struct.pack("<I", 0) + plain[second + 46:], "difference")
bad_zip("comment.zip", plain[:-2] + b"\5\0hello", "no comment")
bad_zip("prefix.zip", b"#!/bin/sh\n" + plain, "right before its end record")
bad_zip("cut.zip", plain[:-1], "cut short")
bad_zip("count.zip", plain[:-14] + struct.pack("<HH", 1, 1) + plain[-10:], "bytes more")
bad_zip("lzma.zip", archive(("a", text), compression=zipfile.ZIP_LZMA), "method 14")
bad_zip("not.zip", bytes(100), "zip archive")
bad_zip("short.zip", b"PK", "zip archive")
# These open, but their content is refused.
truth["refusedContent"] = {"crc.zip": "CRC-32", "bomb.zip": "100 times", "size-lie.zip": "another size",
                           "size-lie-more.zip": "another size", "no-deflate.zip": "deflated data"}
pack("crc.zip", plain.replace(text, text[:-1] + b"!"))
pack("bomb.zip", archive(("config.json", bytes(20 << 20)), compression=zipfile.ZIP_DEFLATED, compresslevel=9))
deflated = archive(("config.json", text), compression=zipfile.ZIP_DEFLATED)
pack("size-lie.zip", deflated.replace(struct.pack("<I", len(text)), struct.pack("<I", len(text) + 1)))
pack("size-lie-more.zip", deflated.replace(struct.pack("<I", len(text)), struct.pack("<I", len(text) - 1)))
pack("no-deflate.zip", deflated[:41] + b"\xff" * 4 + deflated[45:])

(OUT / "truth.json").write_text(json.dumps(truth, indent=None, separators=(",", ":"), sort_keys=True) + "\n")
print(sum(p.stat().st_size for p in OUT.glob("*")), "bytes in", len(list(OUT.glob("*"))), "files")
