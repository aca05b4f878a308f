/** The loader: takes published units and loads each into the warehouse once, or sets it aside. */
@NullMarked
package io.sluice.loader;

import org.jspecify.annotations.NullMarked;
