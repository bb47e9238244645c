"""Runs the Python Keras twin of an experiment: twin.py NAME --data DIR --out DIR [--seeds N] [--quick].

A twin is a module experiments/NAME.py with a function run(lab). It writes the same journal as Java does, a line for each
training, and like it goes on where it was interrupted. The first model that a training compiles begins with the weights that Java's
first fit began with; Cell.begin gives those of its other fits. They lie in OUT/../initial.
"""

import argparse
import importlib
import json
import math
import os
import random
import re
import time

import keras
import numpy as np

FIRST_SEED = 42
QUICK_TRAIN = 2000
QUICK_TEST = 500


class Cell:
    """One training: its variant and seed."""

    def __init__(self, variant, seed, initial):
        self.variant = variant
        self.seed = seed
        self.initial = initial
        self.has_begun = False
        self.begun = time.perf_counter()

    def begin(self, model, fit=0):
        """Sets the weights that a fit of Java's began with; none where Java trained by no fit."""
        path = f"{self.initial},{fit}.npz"
        if os.path.exists(path):
            arrays = np.load(path)
            model.set_weights([arrays[name] for name in sorted(arrays.files)])

    def outcome(self, history, results):
        """What came of it: history is a dict of lists or what fit returned, results are single numbers."""
        columns = history if isinstance(history, dict) else history.history
        return {
            "variant": self.variant,
            "seed": self.seed,
            "seconds": time.perf_counter() - self.begun,
            "results": {name: float(value) for name, value in results.items()},
            "history": {name: [float(value) for value in values] for name, values in columns.items()},
        }


def written(value):
    """The same with words, as Java writes them, for the numbers that JSON has not."""
    if isinstance(value, dict):
        return {name: written(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [written(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


class Lab:
    """Trains what Java's lab of the same name trains, and keeps what came of it."""

    def __init__(self, data, out, seeds, quick):
        self.initial_folder = os.path.join(out, os.pardir, "initial")
        self.cell = None
        self.data_folder = data
        self.quick = quick
        self.seeds = [FIRST_SEED + i for i in range(seeds)]
        os.makedirs(out, exist_ok=True)
        self.path = os.path.join(out, "journal.jsonl")
        self.header = {"format": "cornu-journal", "command": "twin", "quick": quick, "device": "cpu"}
        self.done = {}
        self._read()

    def _read(self):
        lines = []
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                lines = [line for line in file.read().split("\n")[:-1]]
        if lines and json.loads(lines[0]) != self.header:
            raise SystemExit(f"{self.path}: expected the journal of {self.header}, received that of {lines[0]}.")
        for line in lines[1:]:
            outcome = json.loads(line)
            self.done[outcome["comparison"], outcome["variant"], outcome["seed"]] = outcome
        with open(self.path, "w", encoding="utf-8") as file:
            for line in lines or [json.dumps(self.header)]:
                file.write(line + "\n")

    def choose(self, quick, full):
        return quick if self.quick else full

    def data(self, name):
        """Training and test images (uint8) and classes, as Java read them: all, or as few as a quick look takes."""
        arrays = np.load(os.path.join(self.data_folder, name + ".npz"))
        train = self.choose(QUICK_TRAIN, None)
        test = self.choose(QUICK_TEST, None)
        return ((arrays["x_train"][:train], arrays["y_train"][:train]),
                (arrays["x_test"][:test], arrays["y_test"][:test]))

    def compare(self, name, variants, train):
        """Trains each variant with each seed: train(value, cell) returns cell.outcome(...)."""
        outcomes = []
        for seed in self.seeds:
            for variant, value in variants.items():
                if (name, variant, seed) not in self.done:
                    keras.backend.clear_session()
                    # Not keras.utils.set_random_seed: with TensorFlow's seed, Keras 3.15 goes through the data in the
                    # same order in every epoch. Keras takes the seeds of its own layers from Python's generator.
                    random.seed(seed)
                    np.random.seed(seed)
                    self.cell = Cell(variant, seed, self._initial(name, variant, seed))
                    outcome = {"comparison": name, **train(value, self.cell)}
                    with open(self.path, "a", encoding="utf-8") as file:
                        file.write(json.dumps(written(outcome)) + "\n")
                        file.flush()
                        os.fsync(file.fileno())
                    self.done[name, variant, seed] = outcome
                    print(f"{name}: {variant}, seed {seed} done in {outcome['seconds']:.0f} s", flush=True)
                outcomes.append(self.done[name, variant, seed])
        return outcomes

    def _initial(self, comparison, variant, seed):
        """How the files begin in which Java kept the weights that its fits began with."""
        name = re.sub("[^A-Za-z0-9.,+-]", "_", f"{comparison},{variant}") + f",{seed}"
        return os.path.join(self.initial_folder, name)

    def begin_as_java(self):
        """Has the first model compiled in each training set the weights, which the experiments need not know of."""
        compiled = keras.Model.compile

        def first_compiled(model, *args, **kwargs):
            compiled(model, *args, **kwargs)
            if self.cell is not None and not self.cell.has_begun:
                self.cell.has_begun = True
                self.cell.begin(model)

        keras.Model.compile = first_compiled


def standardized(train, test):
    """Both by the mean and deviation of the training images' channels."""
    axes = tuple(range(train.ndim - 1))
    scaled = train.astype("float64") / 255
    mean, deviation = scaled.mean(axis=axes), scaled.std(axis=axes)
    return (((scaled - mean) / deviation).astype("float32"),
            ((test.astype("float64") / 255 - mean) / deviation).astype("float32"))


def unit(train, test):
    """Both from 0 to 1."""
    return train.astype("float32") / 255, test.astype("float32") / 255


def tested(model, x, y):
    """Loss and accuracy under the names that Java gives them."""
    loss, accuracy = model.evaluate(x, y, batch_size=256, verbose=0)
    return {"test_loss": loss, "test_accuracy": accuracy}


def base_cnn(shape=(32, 32, 3), classes=10):
    """The course's base network."""
    layers = keras.layers
    return keras.Sequential([
        layers.Input(shape),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(classes, activation="softmax"),
    ])


def mlp(units, shape=(28, 28, 1), classes=10):
    """The course's network for MNIST, with a hidden layer of any size."""
    layers = keras.layers
    return keras.Sequential([
        layers.Input(shape),
        layers.Flatten(),
        layers.Dense(units, activation="relu"),
        layers.Dense(classes, activation="softmax"),
    ])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    module = importlib.import_module("experiments." + chosen.name.replace("-", "_"))
    lab = Lab(chosen.data, chosen.out, chosen.seeds, chosen.quick)
    lab.begin_as_java()
    module.run(lab)
