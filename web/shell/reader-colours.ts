/** Okabe and Ito's colours, told apart by most eyes; the line styles tell them apart by all. */
const colours = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#d55e00', '#cc79a7', '#0072b2', '#999999'];
const dashes = [undefined, '8 4', '2 4', '10 4 2 4', '5 5', '14 4', '2 2', '12 3 3 3'];

export interface ReaderStyle {
  colour: string;
  dash?: string;
}

export function readerStyle(index: number): ReaderStyle {
  const dash = dashes[index % dashes.length];
  return { colour: colours[index % colours.length]!, ...(dash ? { dash } : {}) };
}
