package io.cornu.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmokeTestTest {
    @Test
    void everyDeviceOfThisMachineComputes() {
        for (DeviceInfo device : Devices.list()) {
            assertThat(SmokeTest.run(device)).isPositive();
        }
    }
}
