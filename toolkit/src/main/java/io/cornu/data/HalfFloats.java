package io.cornu.data;

/** Conversions between float32 and the two 2-byte float types, rounding to nearest, ties to even. */
final class HalfFloats {
    private HalfFloats() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    static short toBfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        int rounding = 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + rounding) >>> 16);
    }

    static float fromFloat16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f80_0000 | mantissa << 13);
        }
        if (exponent == 0) {
            // Subnormal: the value is mantissa * 2^-24, exact in a float32.
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }

    /** Rounds once: the float between is rounded to odd, which keeps a tie from being made or hidden. */
    static short toFloat16(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value) || Float.isInfinite(nearest)) {
            return toFloat16(nearest);
        }
        boolean away = Math.abs((double) nearest) > Math.abs(value);
        int truncated = Float.floatToRawIntBits(nearest) - (away ? 1 : 0);
        return toFloat16(Float.intBitsToFloat(truncated | 1));
    }

    static short toFloat16(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        float magnitude = Math.abs(value);
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            // Multiplying by a power of two is exact, and rint rounds ties to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rounded = (bits & 0x7fff_ffff) + 0xfff + ((bits >>> 13) & 1);
        return (short) (sign | (rounded - (112 << 23)) >>> 13);
    }
}
