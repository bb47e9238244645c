package io.cornu.data;

import io.cornu.data.ImagePreprocessing.Resampling;

/**
 * Resizes images of one size to another, as {@code tf.image.resize} does with half-pixel centers, in float32: first the
 * rows, then the columns, each new one being a sum of some old ones.
 *
 * <p>Source: {@code tensorflow/core/kernels/image/}{@code {resize_bilinear_op,scale_and_translate_op}.cc}, TensorFlow
 * 2.18.
 */
final class ImageResize {
    private final ImageFolder.Size from;
    private final ImageFolder.Size to;
    private final int channels;
    private final Axis rows;
    private final Axis columns;

    ImageResize(ImageFolder.Size from, ImageFolder.Size to, int channels, Resampling resampling) {
        this.from = from;
        this.to = to;
        this.channels = channels;
        rows = Axis.of(from.height(), to.height(), resampling);
        columns = Axis.of(from.width(), to.width(), resampling);
    }

    /** An image's pixels, channels last. */
    float[] resize(byte[] image) {
        int stride = from.width() * channels;
        float[] tall = new float[to.height() * stride];
        for (int y = 0; y < to.height(); y++) {
            float[] weights = rows.weights[y];
            for (int k = 0; k < weights.length; k++) {
                int source = (rows.first[y] + k) * stride;
                for (int i = 0; i < stride; i++) {
                    tall[y * stride + i] += weights[k] * (image[source + i] & 0xff);
                }
            }
        }
        float[] resized = new float[to.height() * to.width() * channels];
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                float[] weights = columns.weights[x];
                int target = (y * to.width() + x) * channels;
                for (int k = 0; k < weights.length; k++) {
                    int source = y * stride + (columns.first[x] + k) * channels;
                    for (int c = 0; c < channels; c++) {
                        resized[target + c] += weights[k] * tall[source + c];
                    }
                }
            }
        }
        return resized;
    }

    /** For each new place, the old places it is made of and how much of each. */
    private record Axis(int[] first, float[][] weights) {
        static Axis of(int in, int out, Resampling resampling) {
            Axis axis = new Axis(new int[out], new float[out][]);
            float scale = in / (float) out;
            for (int i = 0; i < out; i++) {
                if (in == out) {
                    axis.set(i, i, 1);
                } else if (resampling == Resampling.NEAREST) {
                    axis.set(i, Math.min((int) Math.floor((i + 0.5f) * scale), in - 1), 1);
                } else if (resampling == Resampling.BILINEAR_ANTIALIASED) {
                    axis.spread(i, in, scale);
                } else {
                    axis.between(i, in, scale);
                }
            }
            return axis;
        }

        private void set(int place, int start, float... values) {
            first[place] = start;
            weights[place] = values;
        }

        private void between(int place, int in, float scale) {
            float position = (place + 0.5f) * scale - 0.5f;
            float floor = (float) Math.floor(position);
            int lower = Math.max((int) floor, 0);
            int upper = Math.min((int) Math.ceil(position), in - 1);
            float share = position - floor;
            if (lower == upper) {
                set(place, lower, 1);
            } else {
                set(place, lower, 1 - share, share);
            }
        }

        private void spread(int place, int in, float scale) {
            float radius = Math.max(scale, 1);
            float middle = (place + 0.5f) * scale - 0.5f;
            int start = Math.max(0, (int) Math.ceil(middle - radius));
            int end = Math.min(in - 1, (int) Math.floor(middle + radius));
            float[] values = new float[end - start + 1];
            float sum = 0;
            for (int k = 0; k < values.length; k++) {
                values[k] = Math.max(0, 1 - Math.abs(start + k - middle) / radius);
                sum += values[k];
            }
            for (int k = 0; k < values.length; k++) {
                values[k] /= sum;
            }
            set(place, start, values);
        }
    }
}
