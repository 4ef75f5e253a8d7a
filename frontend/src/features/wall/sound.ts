/** Three soft notes where a wall may be heard; most may not, and a browser that forbids sound is obeyed in silence. */

const NOTES = [523.25, 659.25, 783.99]
const EACH_S = 0.16
let context: AudioContext | null = null

export function chime(): void {
  try {
    context ??= new AudioContext()
    void context.resume()
    const begin = context.currentTime + 0.05
    NOTES.forEach((pitch, place) => { note(context as AudioContext, pitch, begin + place * EACH_S) })
  } catch {
    context = null
  }
}

function note(on: AudioContext, pitch: number, at: number): void {
  const [tone, loudness] = [on.createOscillator(), on.createGain()]
  tone.frequency.value = pitch
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.12, at + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.9)
  tone.connect(loudness).connect(on.destination)
  tone.start(at)
  tone.stop(at + 1)
}
