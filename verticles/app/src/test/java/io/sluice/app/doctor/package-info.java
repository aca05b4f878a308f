@org.jspecify.annotations.NullMarked
package io.sluice.app.doctor;
