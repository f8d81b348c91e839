provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "production"
      Layer        = "cluster"
      Service      = "platform"
      CostCategory = "compute"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
