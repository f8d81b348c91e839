terraform {
  required_version = "~> 1.15"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.66.0"
    }
    datadog = {
      source  = "DataDog/datadog"
      version = "3.82.0"
    }
    pagerduty = {
      source  = "PagerDuty/pagerduty"
      version = "3.30.8"
    }
  }

  # The bucket is named on the command line: -backend-config="bucket=horizon-state-us-east-1-<account>".
  backend "s3" {
    key          = "observability/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}
