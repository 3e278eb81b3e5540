// A photo as it leaves the phone: at most 1600 pixels, drawn anew, so that nothing but the picture is in it (no EXIF, no place).
import * as seal from "./seal.js";

export const WIDEST = 1600;
const QUALITY = 0.82;

// {name, data}: JPEG named by its hash, so that the answers bind the photo. Null where the file is no picture.
export async function scaled(file) {
  let picture;
  try { picture = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { return null; }
  const ratio = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * ratio));
  canvas.height = Math.max(1, Math.round(picture.height * ratio));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) return null;
  const data = new Uint8Array(await blob.arrayBuffer());
  return { name: `${(await seal.digest(data)).slice(0, 32)}.jpg`, data };
}
