// SHA-256 (FIPS 180-4) piece by piece, so that a text of any length is hashed without being held twice. The browser's
// own crypto.subtle takes a text only whole, and only on https.
"use strict";

class Sha256 {
  static K = Sha256.fractions(64, 1 / 3);

  // The first 32 bits of the fractional parts of the roots of the first primes, which the standard takes as constants.
  static fractions(count, power) {
    const found = [];
    for (let n = 2; found.length < count; n += 1) {
      let prime = true;
      for (let d = 2; d * d <= n; d += 1) prime &&= n % d !== 0;
      if (prime) found.push(((n ** power) % 1) * 2 ** 32 | 0);
    }
    return found;
  }

  constructor() {
    this.state = Int32Array.from(Sha256.fractions(8, 1 / 2));
    this.block = new Uint8Array(64);
    this.length = 0;
    this.words = new Int32Array(64);
    this.encoder = new TextEncoder();
  }

  update(text) {
    for (const byte of this.encoder.encode(text)) {
      this.block[this.length % 64] = byte;
      this.length += 1;
      if (this.length % 64 === 0) this.mix();
    }
    return this;
  }

  mix() {
    const { words, state } = this;
    const view = new DataView(this.block.buffer);
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [a, b] = [words[i - 15], words[i - 2]];
      words[i] = words[i - 16] + words[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + Sha256.K[i] + words[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
  }

  // Ends the text and returns the hash in hexadecimal.
  hex() {
    const bits = this.length * 8;
    const rest = this.length % 64;
    const end = new Uint8Array((rest < 56 ? 64 : 128) - rest);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits >>> 0);
    for (const byte of end) {
      this.block[this.length % 64] = byte;
      this.length += 1;
      if (this.length % 64 === 0) this.mix();
    }
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
