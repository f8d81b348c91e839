output "cluster_name" {
  description = "Name for `aws eks update-kubeconfig`."
  value       = aws_eks_cluster.this.name
}

output "cluster_arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "cluster_security_group_id" {
  description = "Group of the control plane, the nodes and the pods; the load balancers are let in here."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "pod_role_arns" {
  description = "Role of each pod identity, by its key."
  value       = { for name, role in aws_iam_role.pod : name => role.arn }
}
