package io.cornu.runtime;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to compute: on whatever is fastest here, on the processor, or on one graphics card.
 *
 * <p>A wish, not a fact: {@link Devices#require} turns it into a {@link DeviceInfo} of this machine, or says
 * why it cannot be had.
 */
public sealed interface Device {
    /** The first GPU that TensorFlow sees, or else the CPU. Written {@code auto}. */
    record Automatic() implements Device {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** The processor, even where there is a GPU. Written {@code cpu}. */
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /**
     * One GPU. Written {@code gpu:0}.
     *
     * @param index its number as TensorFlow counts, from 0; {@code CUDA_VISIBLE_DEVICES} renumbers
     */
    record Gpu(int index) implements Device {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if the index is negative
         */
        public Gpu {
            if (index < 0) {
                throw new IllegalArgumentException(
                        "Device: expected a GPU number of at least 0, received " + index + ".");
            }
        }

        @Override
        public String toString() {
            return "gpu:" + index;
        }
    }

    /**
     * The first GPU if there is one, or else the CPU.
     *
     * @return the device
     */
    static Device automatic() {
        return new Automatic();
    }

    /**
     * The processor.
     *
     * @return the device
     */
    static Device cpu() {
        return new Cpu();
    }

    /**
     * One GPU.
     *
     * @param index its number, from 0
     * @return the device
     * @throws IllegalArgumentException if the index is negative
     */
    static Device gpu(int index) {
        return new Gpu(index);
    }

    /**
     * Reads a device as its {@code toString} writes it, in any case; {@code gpu} alone means {@code gpu:0}.
     *
     * @param text {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @return the device
     * @throws IllegalArgumentException if the text is none of these
     */
    static Device parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher gpu = Pattern.compile("gpu(?::(\\d{1,4}))?").matcher(lower);
        if (lower.equals("auto")) {
            return automatic();
        }
        if (lower.equals("cpu")) {
            return cpu();
        }
        if (gpu.matches()) {
            return gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        throw new IllegalArgumentException(
                "Device: expected auto, cpu or gpu:N (such as gpu:0), received '" + text + "'.");
    }
}
