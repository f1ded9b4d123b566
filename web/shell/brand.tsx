export function Brand() {
  return (
    <div className="brand">
      <img src="/icon.svg" width="32" height="32" alt="" />
      <span>Overread</span>
    </div>
  );
}
