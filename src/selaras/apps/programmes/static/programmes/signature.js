// A signature drawn with a finger, a pen or a mouse. What is drawn goes with the form as a picture; who cannot draw sends a file.
for (const pad of document.querySelectorAll("[data-signature]")) begin(pad);

function begin(pad) {
  const canvas = pad.querySelector("canvas");
  const kept = pad.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let drawing = null;

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: "#111", lineWidth: 4, lineCap: "round", lineJoin: "round" });
    kept.value = "";
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = event.pointerId;
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    for (const each of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) pen.lineTo(...place(each));
    pen.stroke();
  });
  const lift = (event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    kept.value = canvas.toDataURL("image/png");
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  pad.querySelector("button").addEventListener("click", clear);
  clear();
  pad.hidden = false;
}
