// The position, asked for only when the officer touches the button. {lat, lon, altitude, accuracy} or a reason.
const PATIENCE = 30_000;

export function here() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({ problem: "posisi-tidak-ada" });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, altitude: coords.altitude ?? 0, accuracy: coords.accuracy }),
      (error) => resolve({ problem: { 1: "posisi-ditolak", 2: "posisi-tidak-ada", 3: "posisi-lama" }[error.code] }),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
  });
}

// As ODK writes it: latitude longitude altitude accuracy
export const written = (at) => `${at.lat.toFixed(7)} ${at.lon.toFixed(7)} ${at.altitude.toFixed(1)} ${at.accuracy.toFixed(1)}`;
