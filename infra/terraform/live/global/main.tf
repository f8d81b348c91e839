module "dns" {
  source = "../../modules/dns"

  domain_name = var.domain_name
}

# A zone of its own, so that a mistake in staging cannot touch production's names.
module "staging_dns" {
  source = "../../modules/dns"

  domain_name = "staging.${var.domain_name}"
}

resource "aws_route53_record" "staging_delegation" {
  zone_id = module.dns.zone_id
  name    = "staging.${var.domain_name}"
  type    = "NS"
  ttl     = 3600
  records = module.staging_dns.name_servers
}

module "registry" {
  source    = "../../modules/registry"
  providers = { aws = aws.storage }

  repositories = [
    "api-gateway", "auth-service", "customer-service", "credit-service", "dispute-service",
    "billing-service", "notification-service", "worker-service", "console", "ops-server",
    "migrator", "pgbouncer",
  ]
  replica_region = "us-west-2"
  account_id     = var.account_id
}

module "production_budgets" {
  source = "../../modules/budgets"

  environment = "production"
  # The strategy's 7.1, but for third-party services, which are not on this bill.
  monthly_limits_usd    = { compute = 2500, database = 1800, storage = 500, networking = 400 }
  subscribers           = var.budget_subscribers
  anomaly_threshold_usd = 100
  cost_allocation_tags  = ["CostCategory", "Environment", "Layer", "Service"]
  savings_plan          = var.savings_plan
  reserved_databases    = var.reserved_databases
  reserved_cache_nodes  = var.reserved_cache_nodes
}

module "staging_budgets" {
  source = "../../modules/budgets"

  environment        = "staging"
  monthly_limits_usd = { compute = 500, database = 250, storage = 50, networking = 100 }
  subscribers        = var.budget_subscribers
}
