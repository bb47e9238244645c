"""Keras' side of reading a large file: makes ResNet50 with fresh weights, then reads it; prints one line of JSON."""

import json
import sys
import time

import keras
import numpy as np
import tensorflow as tf

keras.applications.ResNet50(weights=None).save(sys.argv[1])
keras.backend.clear_session()
start = time.perf_counter()
model = keras.models.load_model(sys.argv[1], compile=False)
read = time.perf_counter() - start
compiled = tf.function(lambda v: model(v, training=False))
image = tf.zeros((1, 224, 224, 3))
compiled(image).numpy()
answer = time.perf_counter() - start
seconds = []
for _ in range(20):
    begin = time.perf_counter()
    compiled(image).numpy()
    seconds.append(time.perf_counter() - begin)
print(json.dumps({
    "read": 1000 * read,
    "first answer": 1000 * answer,
    "one image": 1000 * float(np.median(seconds)),
}))
