"""Makes the .keras files that the tests of savedmodels read, with what Keras predicts and learns from them.

Run with Python 3.11, keras 3.15.1, tensorflow-cpu 2.18.0, numpy 2.0.2:
    python savedmodels/src/test/python/make_keras_fixtures.py
The truth is what Keras computes and writes, never what Cornu does. Seed 7. The networks are those of the live tests
(tests/src/test/python/keras_exchange.py); files are gzipped only to keep the repository small.
"""

import gzip
import json
import os
import pathlib
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
ROOT = pathlib.Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "tests/src/test/python"))
import keras
import keras_exchange
from keras import initializers, layers, losses, metrics, optimizers, regularizers

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/io/cornu/savedmodels/keras"

truth = {}
for recipe, epochs in [("cnn", 2), ("two_ends", 2), ("every_layer", 2), ("untrained", 0)]:
    folder = pathlib.Path(tempfile.mkdtemp())
    truth[recipe] = keras_exchange.write(folder, recipe, "model.keras", epochs)
    (OUT / recipe).mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        (OUT / recipe / (file.name + ".gz")).write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
(OUT / "truth.json").write_text(json.dumps(truth, sort_keys=True, indent=1) + "\n")

# Every class with every option changed, by the name of the case in StandardCodecsTest.
objects = {
    "Dense": layers.Dense(7, activation="gelu", use_bias=False, kernel_initializer="he_uniform",
                          bias_initializer=initializers.Constant(0.5), kernel_regularizer=regularizers.L1(0.1),
                          bias_regularizer=regularizers.L2(0.2)),
    "Conv2D": layers.Conv2D(6, (3, 2), strides=(2, 3), padding="same", groups=2, activation="selu", use_bias=False,
                            kernel_initializer="lecun_normal", bias_initializer="ones",
                            kernel_regularizer=regularizers.L1L2(0.1, 0.2), bias_regularizer=regularizers.L2(0.3)),
    "Conv2D dilated": layers.Conv2D(6, 3, dilation_rate=(2, 3)),
    "MaxPooling2D": layers.MaxPooling2D((2, 3), strides=(3, 1), padding="same"),
    "AveragePooling2D": layers.AveragePooling2D((2, 3), strides=(3, 1), padding="same"),
    "GlobalAveragePooling2D": layers.GlobalAveragePooling2D(keepdims=True),
    "BatchNormalization": layers.BatchNormalization(
        axis=1, momentum=0.8, epsilon=0.01, center=False, scale=False, beta_initializer="ones",
        gamma_initializer="zeros", moving_mean_initializer="glorot_normal", moving_variance_initializer="he_normal",
        beta_regularizer=regularizers.L2(0.1), gamma_regularizer=regularizers.L1(0.2)),
    "Activation": layers.Activation("log_softmax"),
    "ReLU": layers.ReLU(6.0, negative_slope=0.1, threshold=0.5),
    "LeakyReLU": layers.LeakyReLU(0.05),
    "Dropout": layers.Dropout(0.25, seed=3),
    "Flatten": layers.Flatten(),
    "Reshape": layers.Reshape((3, -1, 2)),
    "Add": layers.Add(),
    "Concatenate": layers.Concatenate(axis=1),
    "Rescaling": layers.Rescaling(0.5, offset=-1.0),
    "Adam": optimizers.Adam(0.25, beta_1=0.8, beta_2=0.9, epsilon=1e-5, amsgrad=True, clipnorm=2.0),
    "SGD": optimizers.SGD(0.25, momentum=0.5, nesterov=True, clipvalue=0.5),
    "RMSprop": optimizers.RMSprop(0.25, rho=0.8, momentum=0.5, epsilon=1e-5, centered=True, global_clipnorm=4.0),
    "SparseCategoricalCrossentropy": losses.SparseCategoricalCrossentropy(from_logits=True),
    "CategoricalCrossentropy": losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
    "BinaryCrossentropy": losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
    "MeanSquaredError": losses.MeanSquaredError(),
    "mean_squared_error": losses.mean_squared_error,
    "SparseCategoricalAccuracy": metrics.SparseCategoricalAccuracy(name="mine"),
    "CategoricalAccuracy": metrics.CategoricalAccuracy(name="mine"),
    "BinaryAccuracy": metrics.BinaryAccuracy(name="mine", threshold=0.25),
    "binary_accuracy": metrics.binary_accuracy,
    "GlorotUniform": initializers.GlorotUniform(seed=1), "GlorotNormal": initializers.GlorotNormal(),
    "HeUniform": initializers.HeUniform(), "HeNormal": initializers.HeNormal(),
    "LecunUniform": initializers.LecunUniform(), "LecunNormal": initializers.LecunNormal(),
    "VarianceScaling": initializers.VarianceScaling(3.0, "fan_out", "untruncated_normal"),
    "Zeros": initializers.Zeros(), "Ones": initializers.Ones(), "Constant": initializers.Constant(2.5),
    "L1": regularizers.L1(0.5), "L2": regularizers.L2(0.5), "L1L2": regularizers.L1L2(0.5, 0.25),
}
configs = {name: keras.saving.serialize_keras_object(thing) for name, thing in objects.items()}
(OUT / "objects.json").write_text(json.dumps(configs, sort_keys=True, indent=1) + "\n")
print(sum(p.stat().st_size for p in OUT.rglob("*") if p.is_file()), "bytes")
