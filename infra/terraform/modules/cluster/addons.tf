locals {
  # Pods get addresses in prefixes of 16, from subnets and with security groups of their own (ADR 0012).
  vpc_cni_configuration = {
    enableNetworkPolicy = "true"
    env = {
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG = "true"
      ENI_CONFIG_LABEL_DEF               = "topology.kubernetes.io/zone"
      ENABLE_PREFIX_DELEGATION           = "true"
      WARM_PREFIX_TARGET                 = "1"
    }
    eniConfig = {
      create = true
      region = var.region
      subnets = { for index, zone in var.availability_zones : zone => {
        id             = var.pod_subnet_ids[index]
        securityGroups = concat([aws_eks_cluster.this.vpc_config[0].cluster_security_group_id], var.pod_security_group_ids)
      } }
    }
  }
}

resource "aws_eks_addon" "before_nodes" {
  for_each = {
    vpc-cni                = { configuration = jsonencode(local.vpc_cni_configuration), identity = { service_account = "aws-node", role_arn = aws_iam_role.vpc_cni.arn } }
    kube-proxy             = { configuration = null, identity = null }
    eks-pod-identity-agent = { configuration = null, identity = null }
  }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = each.value.identity == null ? [] : [each.value.identity]

    content {
      service_account = pod_identity_association.value.service_account
      role_arn        = pod_identity_association.value.role_arn
    }
  }
}

resource "aws_eks_addon" "coredns" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "coredns"
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  depends_on = [aws_eks_node_group.this]
}
