output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Public subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Private subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.private[zone].id]
}

output "data_subnet_ids" {
  description = "Data subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.data[zone].id]
}

output "pod_subnet_ids" {
  description = "Subnets of the pods, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.pods[zone].id]
}

output "pod_subnet_cidrs" {
  description = "Addresses of the pods, in the order of the zones."
  value       = local.pod_subnet_cidrs
}

output "data_client_security_group_id" {
  description = "Security group that the stores let in."
  value       = aws_security_group.data_clients.id
}

output "log_key_arn" {
  description = "Key that log groups of this environment are encrypted with."
  value       = aws_kms_key.logs.arn
}

output "nat_public_ips" {
  description = "Addresses that partners see when Horizon calls them."
  value       = [for address in aws_eip.nat : address.public_ip]
}
