"""Python's side of CheckpointExchangeTest: checkpoints that Python writes, and what it makes of those of Java."""

import keras
import numpy as np
import tensorflow as tf


def difference(a, b):
    return float(np.abs(np.asarray(a, "float64") - np.asarray(b, "float64")).max())


def network(kind):
    """The twins of the networks in CheckpointExchangeTest."""
    if kind == "sequential":
        return keras.Sequential(
            [
                keras.Input((8, 8, 1)),
                keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
                keras.layers.BatchNormalization(),
                keras.layers.Flatten(),
                keras.layers.Dense(6, activation="relu"),
                keras.layers.Dense(3),
            ]
        )
    if kind == "nested":
        inner = keras.Sequential([keras.Input((6,)), keras.layers.Dense(4, name="deep")], name="block")
        x = keras.Input((6,))
        return keras.Model(x, keras.layers.Dense(2, name="top")(inner(x)))
    steps = keras.Input((6,), dtype="int32")
    x = keras.layers.Embedding(9, 5)(steps)
    attention = keras.layers.MultiHeadAttention(2, 3)(x, x)
    x = keras.layers.Add()([x, attention])
    x = keras.layers.LayerNormalization()(x)
    x = keras.layers.Bidirectional(keras.layers.LSTM(3))(x)
    return keras.Model(steps, keras.layers.Dense(3)(x))


OPTIMIZERS = {
    "adam": lambda: keras.optimizers.Adam(0.01),
    "sgd": lambda: keras.optimizers.SGD(0.05, momentum=0.9),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "scaled": lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(0.01)),
}


def data(folder):
    return np.load(folder / "x.npy"), np.load(folder / "y.npy")


def write(folder, kind, optimizer, name):
    """Trains a model and saves it, with its optimizer, as Python does."""
    keras.utils.set_random_seed(7)
    x, y = data(folder)
    model = network(kind)
    model.compile(OPTIMIZERS[optimizer](), "mse")
    model.fit(x, y, epochs=2, batch_size=16, shuffle=False, verbose=0)
    manager = tf.train.CheckpointManager(
        tf.train.Checkpoint(model=model, optimizer=model.optimizer), str(folder / name), max_to_keep=2
    )
    for _ in range(3):
        manager.save()
    predictions = model.predict(x, verbose=0)
    np.save(folder / (name + "-predictions.npy"), predictions)
    more = model.fit(x, y, epochs=3, batch_size=16, shuffle=False, verbose=0).history["loss"]
    return {"latest": manager.latest_checkpoint, "loss": more, "names": [v.path for v in model.weights]}


def restore(folder, kind, optimizer, name):
    """Restores what Java saved into the same network and goes on."""
    keras.utils.set_random_seed(11)
    x, y = data(folder)
    model = network(kind)
    model.compile(OPTIMIZERS[optimizer](), "mse")
    model.optimizer.build(model.trainable_variables)
    latest = tf.train.latest_checkpoint(str(folder / name))
    checkpoint = tf.train.Checkpoint(model=model, optimizer=model.optimizer)
    status = checkpoint.restore(latest)
    status.assert_existing_objects_matched()
    status.assert_consumed()
    saves = int(checkpoint.save_counter)
    predictions = difference(model.predict(x, verbose=0), np.load(folder / (name + "-predictions.npy")))
    manager = tf.train.CheckpointManager(checkpoint, str(folder / name), max_to_keep=2)
    kept = manager.checkpoints
    loss = model.fit(x, y, epochs=3, batch_size=16, shuffle=False, verbose=0).history["loss"]
    manager.save()
    return {
        "latest": latest,
        "saves": saves,
        "iterations": int(model.optimizer.iterations) - 3 * -(-len(x) // 16),
        "predictions": predictions,
        "loss": loss,
        "kept": kept,
        "after": manager.latest_checkpoint,
    }


def restore_weights(folder, kind, name):
    """Restores only the model, into a fresh one without an optimizer."""
    x, _ = data(folder)
    model = network(kind)
    latest = tf.train.latest_checkpoint(str(folder / name))
    tf.train.Checkpoint(model=model).restore(latest).assert_existing_objects_matched()
    return difference(model.predict(x, verbose=0), np.load(folder / (name + "-predictions.npy")))


def kinds(folder):
    """Every type of numbers, texts and odd shapes; in several files."""
    rng = np.random.default_rng(3)
    values = {
        name: rng.integers(0, 100, (2, 3)).astype(name)
        for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")
    }
    values["bool"] = np.array([True, False, True])
    values["scalar"] = np.float32(4.5)
    values["empty"] = np.zeros((0, 3), "float32")
    tensors = {name: tf.constant(value) for name, value in values.items()}
    tensors["bfloat16"] = tf.constant([1.5, -2.25], tf.bfloat16)
    tensors["texts"] = tf.constant(["word", "", "gr\u00fc\u00df", "x" * 300])
    for i in range(300):
        tensors[f"many/{i:03d}/kernel"] = tf.fill([2], float(i))
    names = list(tensors)
    for part in range(2):
        own = names[part::2]
        tf.raw_ops.SaveV2(
            prefix=str(folder / f"part{part}"), tensor_names=own, shape_and_slices=[""] * len(own),
            tensors=[tensors[name] for name in own],
        )
    tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=[str(folder / "part0"), str(folder / "part1")], destination_prefix=str(folder / "kinds")
    )
    return {
        name: [np.asarray(tensor, "float64").ravel().tolist(), list(tensor.shape), tensor.dtype.name]
        for name, tensor in tensors.items()
        if name != "texts"
    }


def names(folder):
    """What Python lists in a checkpoint of names that Java wrote, and restores by a Saver."""
    path = str(folder / "named")
    reader = tf.train.load_checkpoint(path)
    types = reader.get_variable_to_dtype_map()
    listed = {name: [types[name].name, shape] for name, shape in tf.train.list_variables(path)}
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        kernel = tf.compat.v1.get_variable("dense/kernel", [2, 3])
        count = tf.compat.v1.get_variable("count", [], tf.int8)
        tf.compat.v1.train.Saver([kernel, count]).restore(session, path)
        restored = [session.run(kernel).ravel().tolist(), int(session.run(count))]
    return {"listed": listed, "restored": restored}


def version1(folder):
    """A model of TensorFlow 1, trained by Adam and saved by a Saver."""
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        tf.compat.v1.set_random_seed(1)
        x = tf.compat.v1.placeholder(tf.float32, [None, 4])
        kernel = tf.compat.v1.get_variable("model/dense/weights", [4, 3])
        bias = tf.compat.v1.get_variable("model/dense/biases", [3])
        y = tf.matmul(x, kernel) + bias
        step = tf.compat.v1.train.get_or_create_global_step()
        train = tf.compat.v1.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(tf.square(y - 1)), step)
        session.run(tf.compat.v1.global_variables_initializer())
        values = np.linspace(-1, 1, 20, dtype="float32").reshape(5, 4)
        for _ in range(3):
            session.run(train, {x: values})
        tf.compat.v1.train.Saver().save(session, str(folder / "one"), write_meta_graph=False, latest_filename="one-state")
        return session.run(y, {x: values}).ravel().tolist()
