resource "aws_security_group" "alb" {
  for_each = var.load_balancers

  name        = "${var.name}-alb-${each.key}"
  description = "Load balancer ${each.key}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-alb-${each.key}" }
}

resource "aws_vpc_security_group_ingress_rule" "alb_https" {
  for_each = var.load_balancers

  security_group_id = aws_security_group.alb[each.key].id
  description       = "HTTPS from everywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Answered with a redirect and nothing else.
resource "aws_vpc_security_group_ingress_rule" "alb_http" {
  for_each = var.load_balancers

  security_group_id = aws_security_group.alb[each.key].id
  description       = "HTTP from everywhere, to be redirected"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
}

locals {
  pod_routes = merge([for suffix in keys(var.load_balancers) : { for cidr in var.vpc_cidr_blocks : "${suffix}-${cidr}" => { balancer = suffix, cidr = cidr } }]...)
}

resource "aws_vpc_security_group_egress_rule" "alb_pods" {
  for_each = local.pod_routes

  security_group_id = aws_security_group.alb[each.value.balancer].id
  description       = "To pods"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = var.pod_port
  to_port           = var.pod_port
}

resource "aws_vpc_security_group_ingress_rule" "pods_alb" {
  for_each = var.load_balancers

  security_group_id            = var.cluster_security_group_id
  description                  = "From load balancer ${each.key}"
  referenced_security_group_id = aws_security_group.alb[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = var.pod_port
  to_port                      = var.pod_port
}

resource "aws_lb" "this" {
  for_each = var.load_balancers

  name                       = "${var.name}-${each.key}"
  load_balancer_type         = "application"
  internal                   = false
  subnets                    = var.public_subnet_ids
  security_groups            = [aws_security_group.alb[each.key].id]
  idle_timeout               = each.value.idle_timeout_seconds
  enable_deletion_protection = var.deletion_protection
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"

  access_logs {
    bucket  = aws_s3_bucket.logs.bucket
    prefix  = each.key
    enabled = true
  }

  # By these three the load balancer controller knows the load balancer as its own, and keeps its listeners and canary weights.
  tags = {
    Name                       = "${var.name}-${each.key}"
    "elbv2.k8s.aws/cluster"    = var.name
    "ingress.k8s.aws/stack"    = each.value.ingress
    "ingress.k8s.aws/resource" = "LoadBalancer"
  }

  # The controller puts on groups of its own unless the Ingress names ours; an apply must not take them off.
  lifecycle {
    ignore_changes = [security_groups]
  }

  depends_on = [aws_s3_bucket_policy.logs]
}
