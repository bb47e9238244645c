"""Twin of cifar10-search: Java's trials with the very settings that its search chose, read from its journal."""

import json
import os

import keras

import twin


def network(dropout):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(dropout),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(dropout),
        layers.Dense(10, activation="softmax"),
    ])


def settings(text):
    """{lr=0.001, dropout=0.3} as a dict."""
    return {name: float(value) for name, value in (part.split("=") for part in text.strip("{}").split(", "))}


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)
    journal = os.path.join(os.path.dirname(os.path.dirname(lab.path)), "java", "journal.jsonl")
    with open(journal, encoding="utf-8") as file:
        trained = [json.loads(line) for line in file.read().splitlines()[1:]]

    def train(chosen, cell):
        optimizers = keras.optimizers
        model = network(chosen["dropout"])
        model.compile(optimizer=optimizers.SGD(chosen["lr"], momentum=chosen["momentum"]) if "momentum" in chosen
                      else optimizers.Adam(chosen["lr"]),
                      loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=lab.choose(2, 5), batch_size=64, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    for name, variant in dict.fromkeys((outcome["comparison"], outcome["variant"]) for outcome in trained):
        lab.compare(name, {variant: settings(variant)}, train)
