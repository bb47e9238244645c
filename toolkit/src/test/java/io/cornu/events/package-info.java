@NullMarked
package io.cornu.events;

import org.jspecify.annotations.NullMarked;
