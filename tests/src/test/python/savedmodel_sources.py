"""SavedModels of all kinds that Python writes, with what Python says they give; for SavedModelSourcesTest."""

import keras
import numpy as np
import tensorflow as tf

RNG = np.random.default_rng(5)
WORDS = np.array([["the cat sat"], ["a dog"], ["unknown words here now"]])


def numbers(value):
    return np.asarray(value, "float64").ravel().tolist()


def keras_models():
    """Networks whose variables hide in different places, and their inputs."""
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization()], name="inner")
    x = keras.Input((4,))
    nested = keras.Model(x, keras.layers.Dense(2)(keras.layers.Add()([inner(x), keras.layers.Dense(3)(x)])))
    recurrent = keras.Sequential(
        [
            keras.Input((5, 4)),
            keras.layers.Bidirectional(keras.layers.GRU(3, return_sequences=True)),
            keras.layers.LSTM(3),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(2),
        ]
    )
    compiled = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.BatchNormalization(), keras.layers.Dense(2)])
    compiled.compile("adam", "mse", metrics=["mae"])
    compiled.fit(RNG.random((8, 4)), RNG.random((8, 2)), verbose=0)
    flat, steps = RNG.random((3, 4)).astype("float32"), RNG.random((3, 5, 4)).astype("float32")
    return {"nested": (nested, flat), "recurrent": (recurrent, steps), "compiled": (compiled, flat)}


def keras_sources(folder):
    """Each network exported, and saved the older way."""
    keras.utils.set_random_seed(2)
    truth = {}
    for name, (model, x) in keras_models().items():
        model.export(str(folder / (name + "-export")), verbose=False)
        tf.saved_model.save(model, str(folder / (name + "-save")))
        np.save(folder / (name + ".npy"), x)
        truth[name] = numbers(model(x))
    return truth


def text(folder):
    """Words in, numbers out: tables within."""
    keras.utils.set_random_seed(3)
    vectorization = keras.layers.TextVectorization(output_sequence_length=4)
    vectorization.adapt(np.array(["the cat sat", "a dog"]))
    model = keras.Sequential(
        [keras.Input((1,), dtype="string"), vectorization, keras.layers.Embedding(20, 3), keras.layers.LSTM(3), keras.layers.Dense(1)]
    )
    model.export(str(folder / "text"), verbose=False)
    return numbers(model(tf.constant(WORDS)))


class Module(tf.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.w = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], name="w")
        self.first = tf.Variable([0.5, 0.25])
        self.second = tf.Variable([10.0, 20.0])
        self.small = tf.Variable(tf.constant([1, -2], tf.int8))
        self.table = tf.lookup.StaticHashTable(
            tf.lookup.TextFileInitializer(
                vocabulary, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER
            ),
            -1,
        )

    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def f(self, x):
        return {"second": x @ self.w + self.second, "first": x @ self.w + self.first}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def look(self, words):
        return self.table.lookup(words)

    @tf.function
    def flag(self, x, training=False):
        return x * 2 if training else x + self.second

    @tf.function(input_signature=[tf.TensorSpec(None)])
    def any_rank(self, x):
        return tf.reduce_sum(x), tf.cast(self.small, tf.int32)


def module(folder):
    """Functions without signatures."""
    (folder / "words.txt").write_text("zero\none\ntwo\n")
    module = Module(str(folder / "words.txt"))
    module.flag(tf.ones([2])), module.flag(tf.ones([2]), training=True)
    tf.saved_model.save(module, str(folder / "module"))


def kinds(folder):
    """Every type of numbers in and out."""
    functions = {}
    for name in ("float16", "bfloat16", "float32", "float64", "int32", "int64", "uint8", "uint16", "bool", "int8", "int16", "uint32", "uint64"):
        kind = tf.dtypes.as_dtype(name)
        fed = kind if name not in ("int8", "int16", "uint32", "uint64") else tf.int64
        function = tf.function(lambda x, kind=kind: {"y": tf.cast(x, kind)}, input_signature=[tf.TensorSpec([None], fed, name="x")])
        functions[name] = function.get_concrete_function()
    functions["unfed"] = tf.function(lambda x: x, input_signature=[tf.TensorSpec([None], tf.uint32)]).get_concrete_function()
    functions["words"] = tf.function(lambda x: tf.strings.as_string(x), input_signature=[tf.TensorSpec([None])]).get_concrete_function()
    functions["scalar"] = tf.function(lambda x: x + 1, input_signature=[tf.TensorSpec([])]).get_concrete_function()
    tf.saved_model.save(tf.Module(), str(folder / "kinds"), signatures=functions)


def forever(folder):
    """A loop without an end, and one with."""

    @tf.function(input_signature=[tf.TensorSpec([])])
    def endless(x):
        return tf.while_loop(lambda i: i > -1, lambda i: tf.abs(tf.sin(i)), [x])[0]

    @tf.function(input_signature=[tf.TensorSpec([])])
    def short(x):
        return tf.while_loop(lambda i: i < 10, lambda i: i + 1, [x])[0]

    tf.saved_model.save(tf.Module(), str(folder / "forever"), signatures={"endless": endless.get_concrete_function(), "short": short.get_concrete_function()})


def version1(folder):
    """TensorFlow 1: reference variables, two graphs of different tags, serialized examples, a table."""
    v1 = tf.compat.v1
    builder = v1.saved_model.Builder(str(folder / "one"))
    for tags, scale in ((["serve"], 1.0), (["serve", "double"], 2.0)):
        with v1.Session(graph=tf.Graph()) as session:
            kernel = v1.get_variable("dense/kernel", [2, 1], initializer=v1.constant_initializer(3.0), use_resource=False)
            x = v1.placeholder(tf.float32, [None, 2])
            examples = v1.placeholder(tf.string, [None])
            parsed = v1.io.parse_example(examples, {"x": v1.io.FixedLenFeature([2], tf.float32)})
            keys = tf.constant([1, 2], tf.int64)
            table = v1.lookup.StaticHashTable(v1.lookup.KeyValueTensorInitializer(keys, tf.constant([0.5, 0.25])), -1.0)
            index = v1.placeholder(tf.int64, [None])
            signature = v1.saved_model.predict_signature_def
            session.run(v1.global_variables_initializer())
            arguments = dict(
                signature_def_map={
                    "serving_default": signature({"x": x}, {"y": scale * tf.matmul(x, kernel)}),
                    "examples": signature({"examples": examples}, {"y": scale * tf.matmul(parsed["x"], kernel)}),
                    "find": signature({"index": index}, {"y": table.lookup(index)}),
                },
                main_op=v1.tables_initializer(),
            )
            if scale == 1.0:
                builder.add_meta_graph_and_variables(session, tags, **arguments)
            else:
                builder.add_meta_graph(tags, **arguments)
    builder.save()
    with v1.Session(graph=tf.Graph()) as session:
        x = v1.placeholder(tf.float32, [None, 2])
        y = tf.matmul(x, v1.get_variable("kernel", [2, 1], initializer=v1.constant_initializer(2.0)))
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, str(folder / "simple"), {"x": x}, {"y": y})
    example = tf.train.Example()
    example.features.feature["x"].float_list.value.extend([1.0, 2.0])
    (folder / "example.bin").write_bytes(example.SerializeToString())


def fine_tuning(folder):
    """An export, and the losses that Keras has when it trains on."""
    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input((6,)),
            keras.layers.Dense(8, activation="tanh", name="features"),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(3, name="head"),
        ]
    )
    x, y = np.load(folder / "x.npy"), np.load(folder / "y.npy")
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(x, y, epochs=2, verbose=0)
    model.export(str(folder / "export"), verbose=False)
    tf.saved_model.save(model, str(folder / "save"))
    predictions = numbers(model.predict(x, verbose=0))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    history = model.fit(x, y, epochs=3, batch_size=10, shuffle=False, verbose=0).history["loss"]
    return {"predictions": predictions, "loss": history}
