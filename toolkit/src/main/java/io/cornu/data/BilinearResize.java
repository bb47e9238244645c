package io.cornu.data;

import java.nio.ByteBuffer;

/**
 * Resizes an image as TensorFlow's ResizeBilinear does with half-pixel centers: no antialiasing, in float32.
 *
 * <p>Output pixel {@code i} lies at {@code (i + 0.5) * in / out - 0.5} of the input, between its two neighbors.
 */
final class BilinearResize {
    private BilinearResize() {}

    static void resize(byte[] pixels, ImageFolder.Size from, int channels, ImageFolder.Size to, ByteBuffer out) {
        Axis rows = new Axis(from.height(), to.height());
        Axis columns = new Axis(from.width(), to.width());
        int stride = from.width() * channels;
        for (int y = 0; y < to.height(); y++) {
            int top = rows.lower[y] * stride;
            int bottom = rows.upper[y] * stride;
            for (int x = 0; x < to.width(); x++) {
                int left = columns.lower[x] * channels;
                int right = columns.upper[x] * channels;
                for (int c = 0; c < channels; c++) {
                    float above = mix(pixels[top + left + c], pixels[top + right + c], columns.share[x]);
                    float below = mix(pixels[bottom + left + c], pixels[bottom + right + c], columns.share[x]);
                    out.putFloat(above + (below - above) * rows.share[y]);
                }
            }
        }
    }

    private static float mix(byte first, byte second, float share) {
        float a = first & 0xff;
        return a + ((second & 0xff) - a) * share;
    }

    private static final class Axis {
        private final int[] lower;
        private final int[] upper;
        private final float[] share;

        Axis(int in, int out) {
            lower = new int[out];
            upper = new int[out];
            share = new float[out];
            float scale = in / (float) out;
            for (int i = 0; i < out; i++) {
                float position = (i + 0.5f) * scale - 0.5f;
                float floor = (float) Math.floor(position);
                lower[i] = Math.max((int) floor, 0);
                upper[i] = Math.min((int) Math.ceil(position), in - 1);
                share[i] = position - floor;
            }
        }
    }
}
