/** `1 pod`, `3 pods` */
export const countPods = (count: number) => `${count} ${count === 1 ? "pod" : "pods"}`;
