"""Keras' side of the tests of the applications: what each is made of, and files of each with random weights.

Run as a program, it prints what models/src/test/resources/io/cornu/models/applications/keras.tsv holds.
"""

import hashlib
import os
import sys

import keras
import numpy as np

NAMES = (
    "VGG16 VGG19 ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 InceptionV3 InceptionResNetV2 Xception"
    " MobileNet MobileNetV2 MobileNetV3Small MobileNetV3Large DenseNet121 DenseNet169 DenseNet201 NASNetMobile NASNetLarge"
    " EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6"
    " EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S EfficientNetV2M"
    " EfficientNetV2L ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge"
).split()

FEATURES = {"input_shape": (96, 96, 3), "include_top": False, "pooling": "max"}


def _make(name, options):
    # Names without a number of their own start anew.
    keras.utils.clear_session()
    options = dict(options)
    if "input_shape" in options:
        options["input_shape"] = tuple(options["input_shape"])
    return getattr(keras.applications, name)(weights=None, **options)


def _count(variables):
    return int(sum(np.prod(v.shape) for v in variables))


def _layers(model):
    return [f"{op.name}[{','.join(str(size) for size in op.output.shape)}]" for op in model.operations]


def describe(folder, name, options):
    """Numbers of parameters, and names and shapes of the layers."""
    model = _make(name, options)
    return {
        "name": model.name,
        "trainable": _count(model.trainable_variables),
        "statistics": _count(model.non_trainable_variables),
        "layers": _layers(model),
    }


def _randomize(model, seed):
    """Weights that differ everywhere, and through which numbers stay of the size of 1."""
    random = np.random.default_rng(seed)
    for variable in model.variables:
        shape = tuple(variable.shape)
        name = variable.path.rsplit("/", 1)[-1]
        if "variance" in name:
            value = random.uniform(0.5, 1.5, shape)
        elif name == "gamma" or "layer_scale" in variable.path:
            value = random.uniform(0.7, 1.3, shape)
        elif len(shape) <= 1:
            value = random.normal(0, 0.1, shape)
        else:
            # Depthwise kernels multiply by one channel only.
            inputs = np.prod(shape[:-2]) if "depthwise" in name else np.prod(shape[:-1])
            value = random.normal(0, 1 / np.sqrt(inputs), shape)
        variable.assign(value.astype(variable.dtype))


def write(folder, name, options, file, seed):
    """A file of Keras with random weights, and what it predicts."""
    model = _make(name, options)
    _randomize(model, seed)
    x = np.load(os.path.join(folder, "x.npy"))
    np.save(os.path.join(folder, "python.npy"), model.predict(x, verbose=0))
    model.save(os.path.join(folder, file))
    return {"parameters": model.count_params()}


def predict(folder, file):
    """What a file of Java predicts in Keras."""
    keras.utils.clear_session()
    model = keras.models.load_model(os.path.join(folder, file))
    x = np.load(os.path.join(folder, "x.npy"))
    np.save(os.path.join(folder, "java_in_python.npy"), model.predict(x, verbose=0))
    return {"name": model.name, "layers": _layers(model)}


def preprocess(folder, modules):
    """What preprocess_input of each module makes of images."""
    x = np.load(os.path.join(folder, "x.npy"))
    for module in modules:
        prepared = getattr(keras.applications, module).preprocess_input(x.copy())
        np.save(os.path.join(folder, f"{module}.npy"), prepared)
    return {}


def _golden():
    print(f"# Keras {keras.__version__}, by tests/src/test/python/applications.py: name, with (top) or without (features),")
    print("# name of the model, trainable weights, other weights, SHA-256 of the layers' names and shapes in order")
    for name in NAMES:
        for kind, options in (("top", {}), ("features", FEATURES)):
            found = describe(".", name, options)
            digest = hashlib.sha256("\n".join(found["layers"]).encode()).hexdigest()
            print(name, kind, found["name"], found["trainable"], found["statistics"], digest, sep="\t", flush=True)


if __name__ == "__main__":
    sys.exit(_golden())
