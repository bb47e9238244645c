/** How reports look in a browser. Started by {@code tests/browser-check}. */
@NullMarked
package io.cornu.tests.browser;

import org.jspecify.annotations.NullMarked;
