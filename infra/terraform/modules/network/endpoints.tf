resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat([aws_route_table.data.id], [for table in aws_route_table.private : table.id])

  tags = { Name = "${var.name}-s3" }
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Interface endpoints: HTTPS from inside the VPC"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each = toset([var.cidr_block, var.pod_cidr_block])

  security_group_id = aws_security_group.endpoints.id
  description       = "HTTPS from the VPC"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]

  tags = { Name = "${var.name}-${each.key}" }
}

# The stores let in whoever wears this group: pods do, and the bastion. It exists before the cluster, so data can be applied first.
resource "aws_security_group" "data_clients" {
  name        = "${var.name}-data-clients"
  description = "May connect to PostgreSQL, Redis and DocumentDB"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-data-clients" }
}

resource "aws_vpc_security_group_egress_rule" "data_clients" {
  for_each = { postgresql = 5432, redis = 6379, documentdb = 27017 }

  security_group_id = aws_security_group.data_clients.id
  description       = "To the data subnets: ${each.key}"
  cidr_ipv4         = var.cidr_block
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}
