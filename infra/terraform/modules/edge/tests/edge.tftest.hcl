mock_provider "aws" {}

variables {
  name                      = "horizon-production"
  environment               = "production"
  region                    = "us-east-1"
  account_id                = "123456789012"
  vpc_id                    = "vpc-1"
  vpc_cidr_blocks           = ["10.0.0.0/16", "100.64.0.0/16"]
  public_subnet_ids         = ["subnet-a", "subnet-b"]
  cluster_security_group_id = "sg-cluster"
  zone_id                   = "Z1"
  domain_name               = "horizon.example"
  log_retention_days        = 90
  log_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/logs"
  deletion_protection       = true
  limit_callers             = false
  cdn                       = { host = "api", origin_host = "api-origin" }
  load_balancers = {
    public = { ingress = "horizon-production/api-gateway", hosts = ["api-origin"] }
    staff  = { ingress = "horizon-system/console", hosts = ["console"], idle_timeout_seconds = 120 }
  }
}

run "the_door_is_tls_and_filtered" {
  command = plan

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.alb_https : rule.from_port == 443]) && alltrue([for rule in aws_vpc_security_group_ingress_rule.alb_http : rule.to_port == 80])
    error_message = "Two ports are open to the world, and one of them only redirects."
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.alb) == 2 && length(aws_wafv2_web_acl.this) == 2
    error_message = "Every load balancer and the CDN have a web ACL."
  }

  assert {
    condition     = aws_cloudfront_distribution.this[0].default_cache_behavior[0].viewer_protocol_policy == "https-only" && one(one(aws_cloudfront_distribution.this[0].origin).custom_origin_config).origin_protocol_policy == "https-only" && aws_cloudfront_distribution.this[0].viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "TLS on both legs."
  }

  assert {
    condition     = alltrue([for balancer in aws_lb.this : balancer.enable_deletion_protection && balancer.drop_invalid_header_fields && balancer.access_logs[0].enabled])
    error_message = "Load balancers are protected and logged."
  }

  assert {
    condition     = aws_lb.this["staff"].tags["ingress.k8s.aws/stack"] == "horizon-system/console" && aws_lb.this["staff"].name == "horizon-production-staff"
    error_message = "The controller finds it by name and tags."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.logs.restrict_public_buckets
    error_message = "Logs are not public."
  }
}

run "without_a_cdn_the_callers_are_limited_here" {
  command = plan

  variables {
    cdn           = null
    limit_callers = true
    load_balancers = {
      public = { ingress = "horizon-staging/api-gateway", hosts = ["api"] }
    }
  }

  assert {
    condition     = length(aws_wafv2_web_acl.this) == 1 && contains([for rule in aws_wafv2_web_acl.this["regional"].rule : rule.name], "rate")
    error_message = "The regional web ACL limits callers."
  }
}

run "refuses_a_cdn_in_another_region" {
  command = plan

  variables {
    name        = "horizon-dr"
    environment = "dr"
    region      = "us-west-2"
  }

  expect_failures = [var.cdn]
}

run "refuses_an_ingress_without_a_namespace" {
  command = plan

  variables {
    load_balancers = {
      public = { ingress = "api-gateway", hosts = ["api-origin"] }
    }
  }

  expect_failures = [var.load_balancers]
}

run "refuses_a_name_that_is_too_long" {
  command = plan

  variables {
    load_balancers = {
      public-for-everybody = { ingress = "horizon-production/api-gateway", hosts = ["api-origin"] }
    }
  }

  expect_failures = [var.load_balancers]
}

run "refuses_production_without_protection" {
  command = plan

  variables {
    deletion_protection = false
  }

  expect_failures = [var.deletion_protection]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name               = "edge"
    environment        = "qa"
    region             = "eu-west-1"
    account_id         = "me"
    public_subnet_ids  = ["subnet-a"]
    domain_name        = "horizon"
    rate_limit         = 10
    log_retention_days = 8
    cdn                = null
  }

  expect_failures = [var.name, var.environment, var.region, var.account_id, var.public_subnet_ids, var.domain_name, var.rate_limit, var.log_retention_days]
}
