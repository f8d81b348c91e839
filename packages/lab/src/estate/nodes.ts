import type { Manifest } from "./estate-object.ts";

interface NodeShape {
  instanceType: string;
  cpu: number;
  memoryGi: number;
  /** What EKS leaves to pods after its reservations. */
  allocatable: { cpu: string; memory: string; pods: string };
  pool: "general" | "memory";
}

const GENERAL: NodeShape = {
  instanceType: "m6i.xlarge",
  cpu: 4,
  memoryGi: 16,
  allocatable: { cpu: "3920m", memory: "14960Mi", pods: "58" },
  pool: "general",
};
const MEMORY: NodeShape = {
  instanceType: "r6i.large",
  cpu: 2,
  memoryGi: 16,
  allocatable: { cpu: "1930m", memory: "15080Mi", pods: "29" },
  pool: "memory",
};

export interface NodePoolSizes {
  general: number;
  memory: number;
}

/** The nodes of a cluster, spread over two zones of its region. Their IP addresses name them, as on EKS. */
export function nodes(region: string, sizes: NodePoolSizes): Manifest[] {
  const shapes = [
    ...Array<NodeShape>(sizes.general).fill(GENERAL),
    ...Array<NodeShape>(sizes.memory).fill(MEMORY),
  ];
  return shapes.map((shape, index) => {
    const zone = `${region}${index % 2 === 0 ? "a" : "b"}`;
    const address = `10.0.${index % 2 === 0 ? 10 : 20}.${21 + index * 16}`;
    return node(shape, { name: `ip-${address.replaceAll(".", "-")}.ec2.internal`, address, region, zone });
  });
}

function node(
  shape: NodeShape,
  place: { name: string; address: string; region: string; zone: string },
): Manifest {
  const { instanceType, cpu, memoryGi, allocatable, pool } = shape;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: place.name,
      labels: {
        "kubernetes.io/hostname": place.name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "node.kubernetes.io/instance-type": instanceType,
        "topology.kubernetes.io/region": place.region,
        "topology.kubernetes.io/zone": place.zone,
        "eks.amazonaws.com/nodegroup": `horizon-${pool}`,
        "horizon.example/pool": pool,
      },
    },
    spec: { providerID: `aws:///${place.zone}/${place.name}` },
    status: {
      capacity: { cpu: String(cpu), memory: `${memoryGi}Gi`, pods: allocatable.pods },
      allocatable,
      addresses: [
        { type: "InternalIP", address: place.address },
        { type: "Hostname", address: place.name },
      ],
      nodeInfo: {
        kubeletVersion: "v1.35.2",
        osImage: "Amazon Linux 2023",
        kernelVersion: "6.12.40",
        containerRuntimeVersion: "containerd://2.1.4",
        operatingSystem: "linux",
        architecture: "amd64",
      },
    },
  };
}
