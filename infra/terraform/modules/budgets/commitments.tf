# The strategy's 7.2, reserved capacity: off until somebody decides, since these buy for a year.
resource "aws_savingsplans_savings_plan" "compute" {
  count = var.savings_plan == null ? 0 : 1

  savings_plan_offering_id = var.savings_plan.offering_id
  commitment               = tostring(var.savings_plan.hourly_commitment_usd)
}

data "aws_rds_reserved_instance_offering" "this" {
  for_each = var.reserved_databases

  db_instance_class   = each.key
  duration            = 31536000
  multi_az            = false
  offering_type       = "No Upfront"
  product_description = "postgresql"
}

resource "aws_rds_reserved_instance" "this" {
  for_each = var.reserved_databases

  offering_id    = data.aws_rds_reserved_instance_offering.this[each.key].offering_id
  instance_count = each.value
}

data "aws_elasticache_reserved_cache_node_offering" "this" {
  for_each = var.reserved_cache_nodes

  cache_node_type     = each.key
  duration            = "P1Y"
  offering_type       = "No Upfront"
  product_description = "redis"
}

resource "aws_elasticache_reserved_cache_node" "this" {
  for_each = var.reserved_cache_nodes

  reserved_cache_nodes_offering_id = data.aws_elasticache_reserved_cache_node_offering.this[each.key].offering_id
  cache_node_count                 = each.value
}
